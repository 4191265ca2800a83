using System.Runtime.CompilerServices;
using SpikeSharp.Torch.Functional;
using SpikeSharp.Torch.Modules;
using SpikeSharp.Torch.Optimisers;

namespace SpikeSharp.Torch.Tests;

public sealed class TensorScopeTests
{
    public TensorScopeTests() => Collect();

    [Fact]
    public void A_scope_frees_what_was_made_in_it_but_not_what_was_kept()
    {
        var before = Tensor.LiveCount;
        Tensor kept,
            lost;
        using (var outer = new TensorScope())
        {
            using (var inner = new TensorScope())
            {
                (kept, lost) = (inner.Keep(Tensor.Ones([2])), Tensor.Ones([2]));
                Assert.Same(kept, inner.Keep(kept));
                Assert.Equal(before + 2, Tensor.LiveCount);
            }
            Assert.Equal("freed tensor", lost.ToString());
            Assert.Equal(2, kept.Sum().Item());
        }
        Assert.Equal("freed tensor", kept.ToString());
        Assert.Equal(before, Tensor.LiveCount);
    }

    [Fact]
    public void Kept_by_the_outermost_scope_or_released_a_tensor_is_its_callers()
    {
        var before = Tensor.LiveCount;
        Tensor kept,
            released;
        using (var scope = new TensorScope())
        using (new TensorScope())
        {
            kept = scope.Keep(Tensor.Ones([2]));
            released = TensorScope.Release(TensorScope.Release(Tensor.Ones([2])));
        }
        using (new TensorScope())
            Assert.Equal(4, (kept + released).Sum().Item());
        kept.Dispose();
        released.Dispose();
        Assert.Equal(before, Tensor.LiveCount);
    }

    [Fact]
    public void Keeping_a_tensor_of_an_outer_scope_or_of_none_leaves_it_there()
    {
        using var nobodys = TensorScope.Release(Tensor.Ones([1]));
        using var outer = new TensorScope();
        var outers = Tensor.Ones([1]);
        using (var inner = new TensorScope())
        {
            Assert.Same(outers, inner.Keep(outers));
            Assert.Same(nobodys, inner.Keep(nobodys));
        }
        Assert.Equal(2, (outers + nobodys).Item());
    }

    [Fact]
    public void A_tensor_may_be_disposed_before_its_scope_ends_in_any_order()
    {
        var before = Tensor.LiveCount;
        using (new TensorScope())
        {
            var made = Enumerable.Range(0, 10).Select(_ => Tensor.Ones([1])).ToArray();
            foreach (var i in new[] { 3, 9, 8, 0, 5 })
                made[i].Dispose();
            var more = Tensor.Ones([1]);
            Assert.Equal(before + 6, Tensor.LiveCount);
            Assert.Equal(6, new[] { 1, 2, 4, 6, 7 }.Sum(i => made[i].Item()) + more.Item());
        }
        Assert.Equal(before, Tensor.LiveCount);
    }

    [Fact]
    public void A_scope_ended_out_of_order_ends_those_inside_says_so_and_leaves_the_thread_usable()
    {
        var before = Tensor.LiveCount;
        var outer = new TensorScope();
        var inner = new TensorScope();
        _ = Tensor.Ones([1]);
        Assert.Contains("out of order", Assert.Throws<InvalidOperationException>(outer.Dispose).Message);
        inner.Dispose();
        outer.Dispose();
        Assert.Equal(before, Tensor.LiveCount);
        using (new TensorScope())
            _ = Tensor.Ones([1]);
        Assert.Equal(before, Tensor.LiveCount);
    }

    [Fact]
    public void Scopes_belong_to_their_thread()
    {
        var scope = new TensorScope();
        Tensor? made = null;
        Exception? refusal = null;
        var thread = new Thread(() =>
        {
            made = Tensor.Ones([1]);
            refusal = Record.Exception(scope.Dispose);
        });
        thread.Start();
        thread.Join();
        scope.Dispose();
        Assert.IsType<InvalidOperationException>(refusal);
        Assert.Equal(1, made!.Item());
        made.Dispose();
    }

    [Fact]
    public void Exceptions_inside_scopes_and_modules_leak_nothing()
    {
        var before = Tensor.LiveCount;
        for (var i = 0; i < 10; i++)
        {
            Assert.Throws<TorchException>(() =>
            {
                using var scope = new TensorScope();
                scope.Keep(Tensor.Ones([2]).Reshape(3));
            });
            Assert.Throws<TorchException>(() =>
            {
                using var scope = new TensorScope();
                new Failing().Call(Tensor.Ones([2]));
            });
        }
        Assert.Equal(before, Tensor.LiveCount);
    }

    [Fact]
    public void The_finalizer_frees_what_nobody_disposed()
    {
        var before = Tensor.LiveCount;
        Forget();
        Collect();
        Assert.Equal(before, Tensor.LiveCount);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget()
        {
            for (var i = 0; i < 100; i++)
                _ = Tensor.Ones([1]);
        }
    }

    [Fact]
    public void Live_handles_stay_constant_over_a_thousand_training_steps()
    {
        using var model = new StateDict { Training = true };
        var (conv, norm) = (new Convolution(model.Root / "conv", 1, 2, 3, bias: true), new BatchNorm(model.Root / "bn", 2));
        using var optimiser = new AdamW([new ParameterGroup(model.Trained, 0.01) { LearningRate = 0.01, Momentum = 0.9 }]);
        long first = 0;
        for (var step = 0; step < 1000; step++)
        {
            using (new TensorScope())
            {
                var y = norm.Call(conv.Call(Tensor.Random(1, 1, 4, 4))).HardTanh(0, 4);
                Losses.BinaryCrossEntropyWithLogits(y, y.Detach().AtLeast(1).To(DType.Float32)).Mean().Backward();
                optimiser.ClipGradients(1);
                optimiser.Step();
                optimiser.ZeroGrad();
            }
            if (step == 0)
                first = Tensor.LiveCount;
            Assert.Equal(first, Tensor.LiveCount);
        }
        Assert.Equal(1000, model["bn.num_batches_tracked"].Item());
    }

    [Fact]
    public void A_call_costs_the_managed_heap_one_tensor_and_a_scope_one_small_object()
    {
        using var a = Tensor.Ones([2]);
        long Cost(Action body)
        {
            for (var i = 0; i < 100; i++)
                body();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                body();
            return (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        }
        Assert.Equal(40, Cost(() => (a + a).Dispose()));
        Assert.Equal(0, Cost(() => a.AddInPlace(a)));
        Assert.Equal(0, Cost(() => a.Size(0)));
        Assert.Equal(
            80,
            Cost(() =>
            {
                using var scope = new TensorScope();
                _ = a + a;
            })
        );
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private sealed class Failing : Module
    {
        protected override Tensor Forward(Tensor x) => (x + x).Reshape(5);
    }
}
