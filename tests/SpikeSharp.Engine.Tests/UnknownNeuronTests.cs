using System.Runtime.CompilerServices;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Tests.Operations;

namespace SpikeSharp.Engine.Tests;

/// <summary>The engine does not run a neuron it was not told of as another.</summary>
public sealed class UnknownNeuronTests
{
    [Theory]
    [InlineData(EngineMode.Int8, 1)]
    [InlineData(EngineMode.Exact, 1)]
    [InlineData(EngineMode.Exact, 2)]
    [InlineData(EngineMode.Binary, 2)]
    public void No_mode_takes_an_unknown_neuron_for_another(EngineMode mode, int timeSteps)
    {
        var graph = UnknownNeuron.Network(timeSteps);
        var thrown = Assert.Throws<SwitchExpressionException>(() =>
        {
            using var engine = new SpikeEngine(graph, new EngineOptions { Mode = mode, Threads = 1 });
            engine.Run(new InputTensor(1, 8, 8, new float[64]), run => run.All());
        });
        Assert.Contains("99", thrown.Message);
    }
}
