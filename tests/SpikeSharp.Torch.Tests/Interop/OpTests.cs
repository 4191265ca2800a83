using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch.Tests.Interop;

public sealed class OpTests
{
    [Fact]
    public void An_operator_that_does_not_exist_is_an_error_that_names_it()
    {
        foreach (
            var op in new[] { new Op("no_such_thing"), new Op("add", "NoSuchOverload"), new Op("add"), new Op(""), new Op("no::such") }
        )
        {
            Assert.Contains(op.Name, Assert.Throws<TorchException>(() => op.Schema).Message);
            Assert.Equal(op.Name, Assert.Throws<TorchException>(() => op.Call()).Operation);
        }
    }

    [Fact]
    public void A_refusal_is_one_exception_with_operator_shapes_and_reason()
    {
        using var scope = new TensorScope();
        var error = Assert.Throws<TorchException>(() => Tensor.Ones([2, 3]).MatMul(Tensor.Ones([4, 5], DType.Float32)));
        Assert.Equal("matmul(Float32[2, 3], Float32[4, 5])", error.Operation);
        Assert.Contains("2x3 and 4x5", error.Message);
        Assert.DoesNotContain("frame #", error.Message);
    }

    [Fact]
    public void Memory_that_is_not_there_is_an_exception_not_a_crash()
    {
        var error = Assert.Throws<TorchException>(() => Tensor.Empty([1L << 50]));
        Assert.StartsWith("empty.memory_format([1125899906842624]): ", error.Message);
        Assert.Throws<TorchException>(() => Tensor.Empty([long.MaxValue / 2, 4]));
        Assert.Throws<TorchException>(() => Tensor.Empty([-1]));
        using var small = Tensor.Ones([2]);
        Assert.Equal(2, small.Sum().Item());
    }

    [Fact]
    public void Another_number_of_results_than_expected_is_an_error()
    {
        using var scope = new TensorScope();
        var x = Tensor.Range(0, 6).Reshape(2, 3);
        var error = Assert.Throws<TorchException>(() => new Op("topk").Call(x, 1L));
        Assert.Equal("topk: returned 2 tensors and 0 other values, not 1 tensors", error.Message);
        Assert.Throws<TorchException>(() => new Op("neg").CallTwo(x));
        Assert.Throws<TorchException>(() => new Op("neg").CallNumber(x));
        Assert.Throws<TorchException>(() => new Op("size", "int").Call(x, 1L));
        Assert.Throws<TorchException>(() => new Op("size", "int").CallMany(x, 1L));
        Assert.Equal(3, new Op("size", "int").CallNumber(x, 1L));
        Assert.Equal(1, new Op("is_same_size").CallNumber(x, x));
    }

    [Fact]
    public void Every_thread_gets_its_own_message_and_results()
    {
        using var scope = new TensorScope();
        var shared = Tensor.Ones([2, 3]);
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            using var inner = new TensorScope();
            Assert.Equal(6.0 * i, (shared * (double)i).Sum().Item());
            var error = Assert.Throws<TorchException>(() => shared.Reshape(1000 + i));
            Assert.Contains($"reshape(Float32[2, 3], [{1000 + i}]): shape '[{1000 + i}]' is invalid", error.Message);
        });
    }

    [Fact]
    public void A_failed_call_keeps_nothing_alive()
    {
        var before = Environment.WorkingSet;
        using (var large = Tensor.Ones([1 << 25]))
        {
            Assert.InRange(Environment.WorkingSet - before, 100 << 20, 300 << 20);
            Assert.Throws<TorchException>(() => new Op("where", "self").Call(large, large));
            Assert.Throws<TorchException>(() => large.Reshape(3));
        }
        Assert.InRange(Environment.WorkingSet - before, -(300 << 20), 30 << 20);
    }
}
