using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Torch.Tests.Modules;

public sealed class StateDictTests
{
    [Fact]
    public void Names_roles_and_order_are_those_of_construction()
    {
        using var model = Model();
        Assert.Equal(
            [
                "a.0.weight",
                "a.0.bias",
                "a.1.weight",
                "a.1.bias",
                "a.1.running_mean",
                "a.1.running_var",
                "a.1.num_batches_tracked",
                "points",
            ],
            model.Entries.Select(e => e.Name)
        );
        Assert.Equal(["a.0.weight", "a.0.bias", "a.1.weight", "a.1.bias"], model.Trained.Select(e => e.Name));
        Assert.All(model.Entries, e => Assert.Equal(e.IsTrained, e.Tensor.RequiresGrad));
        Assert.Equal(2 * 9 + 2 + 2 + 2 + 3, model.ParameterCount);
        Assert.Equal("Int64[]", model["a.1.num_batches_tracked"].ToString());
        Assert.Throws<KeyNotFoundException>(() => model["a.2.weight"]);
    }

    [Fact]
    public void Paths_go_down_by_name_and_by_number()
    {
        using var model = new StateDict();
        var w = model.Root / "model" / 12 / "conv";
        Assert.Equal(("", "model.12.conv"), (model.Root.Path, w.Path));
        Assert.Same(w.Constant("weight", [1], 2, TensorRole.Frozen), model["model.12.conv.weight"]);
        Assert.Same(model, w.All);
    }

    [Fact]
    public void A_name_taken_is_refused_and_the_tensor_stays_its_scopes()
    {
        using var model = Model();
        using var scope = new TensorScope();
        var tensor = Tensor.Ones([1]);
        Assert.Contains("'points'", Assert.Throws<ArgumentException>(() => model.Root.Add("points", tensor, TensorRole.Buffer)).Message);
        Assert.Same(scope, tensor.Owner);
        Assert.Equal(8, model.Entries.Count);
    }

    [Fact]
    public void Tensors_outlive_the_scope_they_were_made_in_and_end_with_the_model()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.LiveCount;
        StateDict model;
        using (new TensorScope())
            model = Model();
        Assert.Equal(before + 8, Tensor.LiveCount);
        TensorAssert.Equal([1, 2, 3], model["points"]);
        model.Dispose();
        Assert.Equal(before, Tensor.LiveCount);
    }

    [Fact]
    public void Loading_the_same_names_is_exact_and_converts()
    {
        using var scope = new TensorScope();
        using var model = Model();
        using var other = Model();
        var report = model.Load(other.Entries.ToDictionary(e => e.Name, e => e.Tensor.Detach().To(DType.Float64)));
        Assert.True(report.IsExact);
        Assert.Equal(8, report.Matched.Count);
        foreach (var e in model.Entries)
        {
            Assert.Equal(other[e.Name].DType, e.Tensor.DType);
            Assert.Equal(other[e.Name].Bytes(), e.Tensor.Bytes());
            Assert.Equal(e.IsTrained, e.Tensor.RequiresGrad);
        }
    }

    [Fact]
    public void Loading_reports_what_is_missing_and_unexpected_and_keeps_the_missing()
    {
        using var scope = new TensorScope();
        using var model = Model();
        var report = model.Load(
            new Dictionary<string, Tensor> { ["points"] = Tensor.From([7f, 8, 9], 3), ["stranger"] = Tensor.Ones([1]) }
        );
        Assert.False(report.IsExact);
        Assert.Equal(["points"], report.Matched);
        Assert.Equal(6, report.Missing.Count);
        Assert.Equal(["stranger"], report.Unexpected);
        TensorAssert.Equal([7, 8, 9], model["points"]);
        TensorAssert.Equal([1, 1], model["a.1.weight"]);
    }

    [Fact]
    public void Another_shape_copies_nothing()
    {
        using var scope = new TensorScope();
        using var model = Model();
        var source = model.Entries.ToDictionary(e => e.Name, e => e.Tensor.Detach() + 1.0);
        source["points"] = Tensor.Ones([3, 1]);
        var before = model["a.0.weight"].ToArray<float>();
        var error = Assert.Throws<ShapeException>(() => model.Load(source));
        Assert.Equal("weights 'points': expected Float32[3], found Float32[3, 1]", error.Message);
        Assert.Equal("weights 'points'", error.What);
        Assert.Equal(before, model["a.0.weight"].ToArray<float>());
    }

    [Fact]
    public void Moving_to_the_device_where_it_lies_changes_nothing()
    {
        using var scope = new TensorScope();
        using var model = Model();
        var weight = model["a.0.weight"];
        weight.Sum().Backward();
        model.To("cpu");
        Assert.Same(weight, model["a.0.weight"]);
        Assert.NotNull(weight.Grad);
    }

    private static StateDict Model()
    {
        var model = new StateDict();
        _ = new Convolution(model.Root / "a" / 0, 1, 2, 3, bias: true);
        _ = new BatchNorm(model.Root / "a" / 1, 2);
        model.Root.Add("points", Tensor.From([1f, 2, 3], 3), TensorRole.Frozen);
        return model;
    }
}
