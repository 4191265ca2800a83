using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Tests.Operations;

public sealed class InputTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".spk.safetensors");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_frame_for_each_time_step_reaches_the_neurons_at_its_step()
    {
        // One pixel whose frames are 1, 0, 2 and 0: the neuron, which forgets nothing, fires what comes.
        var graph = Graph(new Input(1, HasFrames: true), timeSteps: 4, decay: 1);
        ValueTensor? spikes = null;
        new ReferenceInterpreter(graph).Run(new InputTensor(4, 1, 1, 1, [1, 0, 2, 0]), evaluation =>
            spikes = evaluation.Node.Name == "neuron" ? evaluation.Output : spikes
        );
        Assert.Equal([1, 0, 2, 0], spikes!.Spikes.ToArray().Select(spike => (int)spike));
    }

    [Fact]
    public void One_frame_for_all_time_steps_is_what_a_picture_is()
    {
        var still = new ReferenceInterpreter(Graph(new Input(2), 3, 0.25f)).Run(new InputTensor(2, 1, 1, [0.7f, 0.3f]));
        var frames = new ReferenceInterpreter(Graph(new Input(2, HasFrames: true), 3, 0.25f)).Run(
            new InputTensor(3, 2, 1, 1, [0.7f, 0.3f, 0.7f, 0.3f, 0.7f, 0.3f])
        );
        Assert.Equal(still.Outputs["mean"].ToFloats(), frames.Outputs["mean"].ToFloats());
    }

    [Theory]
    [InlineData(true, 2, 1, "has 2 frames, the network wants one for each of its 4 time steps")]
    [InlineData(true, 1, 1, "has 1 frames, the network wants one for each of its 4 time steps")]
    [InlineData(false, 4, 1, "has 4 frames, the network wants one for all time steps")]
    [InlineData(false, 1, 3, "has 3 channels, the network wants 1")]
    public void An_input_of_another_kind_is_refused(bool hasFrames, int frames, int channels, string sentence)
    {
        var graph = Graph(new Input(1, hasFrames), 4, 0.25f);
        var input = new InputTensor(frames, channels, 1, 1, new float[frames * channels]);
        Assert.Contains(sentence, Assert.Throws<GraphException>(() => new ReferenceInterpreter(graph).Run(input)).Message);
    }

    [Fact]
    public void A_file_keeps_channels_frames_and_range()
    {
        var input = new Input(2, HasFrames: true) { Range = new ValueRange(-1, 1) };
        GraphFile.Save(Graph(input, 3, 0.25f), _file);
        Assert.Equal(input, Input.Of(GraphFile.Load(_file)).Input);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 0)]
    [InlineData(0, float.NaN)]
    [InlineData(float.NegativeInfinity, 1)]
    public void A_range_without_numbers_in_it_is_refused(float low, float high) =>
        Assert.Contains(
            "range of values",
            Assert.Throws<GraphException>(() => Graph(new Input(1) { Range = new ValueRange(low, high) }, 1, 0)).Message
        );

    [Fact]
    public void Levels_run_from_the_low_number_to_the_high_one()
    {
        var levels = new ValueRange(-1, 1).Levels();
        Assert.Equal((-1f, 1f), (levels[0], levels[255]));
        Assert.Equal(Enumerable.Range(0, 256).Select(level => level / 255f), ValueRange.Unit.Levels());
    }

    private static SpikeGraph Graph(Input input, int timeSteps, float decay)
    {
        var g = new GraphBuilder(new GraphInfo("input", timeSteps, 1));
        var x = g.Neuron("neuron", g.Input(input), new ILif(4, decay));
        g.Output("mean", g.TimeMean("time mean", x));
        return g.Build();
    }
}
