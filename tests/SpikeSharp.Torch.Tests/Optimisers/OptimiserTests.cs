using SpikeSharp.Torch.Modules;
using SpikeSharp.Torch.Optimisers;

namespace SpikeSharp.Torch.Tests.Optimisers;

public sealed class OptimiserTests
{
    private static readonly float[][] Gradients =
    [
        [0.1f, -0.2f, 0.3f],
        [-0.3f, 0.1f, 0.2f],
        [0, 0, 0],
    ];

    // p = torch.nn.Parameter(torch.tensor([1., -2., 3.])); o = torch.optim.SGD([p], lr=0.1, momentum=0.9, weight_decay=0.01, nesterov=True)
    // for g in Gradients: p.grad = torch.tensor(g); o.step()
    private static readonly double[][] SgdNumbers =
    [
        [0.979099989, -1.95819998, 2.93729997],
        [1.02532971, -1.95565939, 2.86698914],
        [1.0388695, -1.94241953, 2.81890559],
    ];

    // The same with torch.optim.AdamW([p], lr=0.1, betas=(0.9, 0.999), weight_decay=0.05)
    private static readonly double[][] AdamWNumbers =
    [
        [0.894999981, -1.88999999, 2.88500023],
        [0.939943969, -1.85391629, 2.77354002],
        [0.973445296, -1.82405877, 2.68466401],
    ];

    private static readonly Dictionary<string, (Func<ParameterGroup[], Optimiser> Make, double Decay, double[][] Numbers)> Table = new()
    {
        ["SGD"] = (g => new Sgd(g), 0.01, SgdNumbers),
        ["AdamW"] = (g => new AdamW(g), 0.05, AdamWNumbers),
    };

    public static TheoryData<string> Names() => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_are_PyTorchs_and_no_gradient_is_gradient_0(string name)
    {
        using var scope = new TensorScope();
        using var model = Model();
        using var optimiser = Make(name, model);
        for (var step = 0; step < 3; step++)
        {
            if (step < 2)
                model["p"].Grad = Tensor.From(Gradients[step], 3);
            optimiser.Step();
            optimiser.ZeroGrad();
            Assert.Null(model["p"].Grad);
            TensorAssert.Equal(Table[name].Numbers[step], model["p"]);
        }
        Assert.Equal(3, optimiser.Steps);
        Assert.True(model["p"].RequiresGrad);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void State_copied_into_another_optimiser_goes_on_bit_for_bit(string name)
    {
        using var scope = new TensorScope();
        using var model = Model();
        using var optimiser = Make(name, model);
        void Step(StateDict m, Optimiser o, int step)
        {
            m["p"].Grad = Tensor.From(Gradients[step], 3);
            o.Step();
        }
        Step(model, optimiser, 0);
        using var resumed = Model();
        resumed.Load(model.Entries.ToDictionary(e => e.Name, e => e.Tensor));
        using var second = Make(name, resumed);
        foreach (var ((from, source), (to, target)) in optimiser.State().Zip(second.State()))
        {
            Assert.Equal(from, to);
            target.CopyFrom(source);
        }
        second.Steps = optimiser.Steps;
        Step(model, optimiser, 1);
        Step(resumed, second, 1);
        Assert.Equal(model["p"].ToArray<float>(), resumed["p"].ToArray<float>());
        TensorAssert.Equal(Table[name].Numbers[1], resumed["p"]);
    }

    [Fact]
    public void State_is_named_by_slot_and_parameter_and_starts_at_0()
    {
        using var model = Model();
        using var adam = Make("AdamW", model);
        Assert.Equal(["first_moment/p", "second_moment/p"], adam.State().Select(s => s.Name));
        Assert.All(adam.State(), s => Assert.Equal([0f, 0, 0], s.Tensor.ToArray<float>()));
        Assert.All(adam.State(), s => Assert.False(s.Tensor.RequiresGrad));
        using var sgd = Make("SGD", model);
        Assert.Equal(["momentum/p"], sgd.State().Select(s => s.Name));
    }

    [Fact]
    public void Groups_have_their_own_settings_and_may_be_empty()
    {
        using var scope = new TensorScope();
        using var model = Model();
        model.Root.Constant("q", [1], 1, TensorRole.Weight);
        ParameterGroup Group(string name, double rate) => new(model.Trained.Where(t => t.Name == name), 0) { LearningRate = rate };
        using var optimiser = new Sgd([Group("p", 1), Group("none", 1), Group("q", 0.25)]);
        model["p"].Grad = Tensor.Ones([3]);
        model["q"].Grad = Tensor.Ones([1]);
        optimiser.Step();
        TensorAssert.Equal([0, -3, 2], model["p"]);
        TensorAssert.Equal([0.75], model["q"]);
    }

    // a, b = parameters of 2 and 1 zeros with gradients [3, 4] and [12]; torch.nn.utils.clip_grad_norm_([a, b], 6.5)
    [Fact]
    public void Clipping_scales_all_gradients_to_the_norm_and_returns_the_one_before()
    {
        using var scope = new TensorScope();
        using var model = new StateDict();
        foreach (var (name, size) in new[] { ("a", 2L), ("b", 1), ("without", 4) })
            model.Root.Constant(name, [size], 0, TensorRole.Weight);
        using var optimiser = new Sgd([new ParameterGroup(model.Trained, 0)]);
        Assert.Equal(0, optimiser.ClipGradients(1));
        model["a"].Grad = Tensor.From([3f, 4], 2);
        model["b"].Grad = Tensor.From([12f], 1);
        Assert.Equal(13, optimiser.ClipGradients(14), 1e-6);
        TensorAssert.Equal([3, 4], model["a"].Grad!, 0);
        Assert.Equal(13, optimiser.ClipGradients(6.5), 1e-6);
        TensorAssert.Equal([1.49999988, 1.99999988], model["a"].Grad!, 1e-7);
        TensorAssert.Equal([5.99999952], model["b"].Grad!, 1e-7);
        Assert.Null(model["without"].Grad);
        model["b"].Grad = Tensor.From([float.NaN], 1);
        Assert.True(double.IsNaN(optimiser.ClipGradients(1)));
    }

    private static StateDict Model()
    {
        var model = new StateDict();
        model.Root.Add("p", Tensor.From([1f, -2, 3], 3), TensorRole.Weight);
        return model;
    }

    private static Optimiser Make(string name, StateDict model) =>
        Table[name].Make([new ParameterGroup(model.Trained, Table[name].Decay) { LearningRate = 0.1, Momentum = 0.9 }]);
}
