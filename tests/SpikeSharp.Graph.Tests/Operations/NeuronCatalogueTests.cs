using System.Runtime.CompilerServices;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Verification;

namespace SpikeSharp.Graph.Tests.Operations;

/// <summary>Every neuron is defined once and known everywhere; one that is not known is never taken for another.</summary>
public sealed class NeuronCatalogueTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    private static IEnumerable<Type> Records =>
        typeof(Neuron).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(Neuron)));

    private static IReadOnlyList<Neuron> Examples { get; } =
    [
        new ILif(7, 0.5f),
        new Lif(0.75f, 2),
        new BurstIf(new BurstIfParameters(3, 0.5, SpikeCalibration.Signed), Graphs.Weight([0.5f], 1)),
        new Relu(0.25f, 6),
    ];

    private string File => Path.Combine(_folder, "net.spk.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_neuron_is_a_sealed_record_with_a_kind_of_its_own()
    {
        Assert.All(Records, type => Assert.True(type.IsSealed, $"{type} can be derived from"));
        Assert.Equal(Records.OrderBy(type => type.Name), Examples.Select(neuron => neuron.GetType()).OrderBy(type => type.Name));
        // NI-LIF is I-LIF in a graph.
        Assert.Equal(Enum.GetValues<NeuronKind>().Except([NeuronKind.NiLif]).Order(), Examples.Select(neuron => neuron.Equation).Order());
    }

    [Fact]
    public void Every_neuron_goes_through_a_file_unchanged()
    {
        foreach (var neuron in Examples)
        {
            var g = new GraphBuilder(Graphs.Info());
            g.Output("y", g.Neuron("n", g.Input(1), neuron));
            GraphFile.Save(g.Build(), File);
            var read = GraphFile.Load(File).Node("n").Operation;
            Assert.IsType(neuron.GetType(), read);
            Assert.Equal(neuron.ToString(), read.ToString());
            Assert.Equal(
                neuron.Weights.Select(weight => (weight.Role, weight.Tensor.Values[0])),
                read.Weights.Select(weight => (weight.Role, weight.Tensor.Values[0]))
            );
        }
    }

    [Fact]
    public void Names_are_told_apart_and_found_again()
    {
        var words = Enum.GetValues<NeuronKind>().Select(kind => kind.Word()).ToList();
        Assert.Equal(words.Distinct(), words);
        Assert.Equal(Enum.GetValues<NeuronKind>(), words.Select(word => NeuronWords.Find(word)!.Value));
        Assert.Null(NeuronWords.Find("0"));
        Assert.Contains("99", Assert.Throws<SwitchExpressionException>(() => UnknownNeuron.Unknown.Word()).Message);
    }

    [Fact]
    public void The_interpreter_computes_an_unknown_neuron_by_its_own_step()
    {
        var run = new ReferenceInterpreter(UnknownNeuron.Network()).Run(Graphs.Image(1, 1, 1));
        Assert.Equal([3.0], run.Outputs["y"].ToReals());
        Assert.Empty(SpikeDrivenCheck.Run(UnknownNeuron.Network()).Violations);
    }

    [Fact]
    public void No_file_is_written_of_an_unknown_neuron() =>
        Assert.Contains("99", Assert.Throws<SwitchExpressionException>(() => GraphFile.Save(UnknownNeuron.Network(), File)).Message);
}
