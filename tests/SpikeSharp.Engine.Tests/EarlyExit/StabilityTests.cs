using SpikeSharp.Engine.EarlyExit;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Tests.EarlyExit;

public sealed class StabilityTests
{
    private const int Steps = 64;

    // Two neurons fire at their pixels' rates; scores are their means.
    private static SpikeEngine Engine(int side = 1)
    {
        var g = new GraphBuilder(new GraphInfo("rates", Steps, side));
        var fires = g.Neuron("fire", g.Input(2), new BurstIf(new BurstIfParameters(1), new WeightTensor([1], [1f])));
        g.Output("y", g.TimeMean("mean", g.Convolution("one", fires, new WeightTensor([2, 2, 1, 1], [1, 0, 0, 1]))));
        return new SpikeEngine(
            g.Build(),
            new EngineOptions
            {
                Mode = EngineMode.Exact,
                Threads = 1,
                StepsTogether = 1,
            }
        );
    }

    [Fact]
    public void A_clear_winner_ends_the_run_and_a_close_one_does_not()
    {
        using var engine = Engine();
        var (clear, few) = engine.RunUntil(
            new InputTensor(2, 1, 1, [0.9f, 0.1f]),
            new StableClass("y", margin: 0.5f, rounds: 3) { LeastShare = 0 },
            run => run.Output("y")
        );
        Assert.InRange(few, 3, 8);
        Assert.True(clear[0] - clear[1] >= 0.5f);
        var (close, all) = engine.RunUntil(new InputTensor(2, 1, 1, [0.5f, 0.48f]), new StableClass("y", margin: 0.5f, rounds: 3), run =>
            run.Output("y")
        );
        Assert.Equal(Steps, all);
        Assert.Equal(0.5f, close[0]);
    }

    [Fact]
    public void Pixels_that_keep_their_class_end_the_run()
    {
        using var engine = Engine(side: 4);
        var values = new float[32];
        for (var i = 0; i < 16; i++)
            (values[i], values[16 + i]) = i < 8 ? (0.8f, 0.2f) : (0.2f, 0.8f);
        Assert.InRange(
            engine.RunUntil(new InputTensor(2, 4, 4, values), new StablePixels("y", 2, rounds: 3) { LeastShare = 0 }, _ => 0).Steps,
            4,
            16
        );
        // One pixel of sixteen is undecided: its class changes as its two neurons take turns.
        (values[0], values[16]) = (0.5f, 0.52f);
        Assert.True(
            engine.RunUntil(new InputTensor(2, 4, 4, values), new StablePixels("y", 2, rounds: 12), _ => 0).Steps
                > engine.RunUntil(new InputTensor(2, 4, 4, values), new StablePixels("y", 2, share: 0.1, rounds: 12), _ => 0).Steps - 1
        );
    }

    [Fact]
    public void What_finds_nothing_at_first_has_not_settled()
    {
        using var engine = Engine();
        var dark = new InputTensor(2, 1, 1, [0.01f, 0]);
        Assert.Equal(Steps / 4, engine.RunUntil(dark, new StablePixels("y", 2), _ => 0).Steps);
        Assert.Equal(Steps / 2, engine.RunUntil(dark, new StablePixels("y", 2) { LeastShare = 0.5 }, _ => 0).Steps);
    }

    [Fact]
    public void Boxes_that_stay_where_they_are_end_the_run()
    {
        var g = new GraphBuilder(new GraphInfo("boxes", Steps, 2));
        var fires = g.Neuron("fire", g.Input(9), new BurstIf(new BurstIfParameters(5), new WeightTensor([1], [0.5f])));
        var weight = new float[81];
        for (var i = 0; i < 9; i++)
            weight[i * 10] = 4;
        g.Output(
            "y",
            g.DetectionHead(
                "head",
                new DetectionHead(2, 1, [8]),
                g.TimeMean("mean", g.Convolution("maps", fires, new WeightTensor([9, 9, 1, 1], weight)))
            )
        );
        using var engine = new SpikeEngine(
            g.Build(),
            new EngineOptions
            {
                Mode = EngineMode.Exact,
                Threads = 1,
                StepsTogether = 1,
            }
        );
        // Of four anchors one is sure.
        float[] values = [.. Enumerable.Range(0, 32).Select(i => i % 7 / 7f), 0.9f, 0, 0, 0];
        var sure = SuppressionOptions.Validation with { Confidence = 0.6 };
        var (_, steps) = engine.RunUntil(new InputTensor(9, 2, 2, values), new StableBoxes("y", 1, sure, overlap: 0.9), _ => 0);
        Assert.InRange(steps, Steps / 4, Steps - 1);
    }
}
