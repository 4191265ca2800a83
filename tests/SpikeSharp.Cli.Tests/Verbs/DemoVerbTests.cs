using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Cli.Verbs;
using SpikeSharp.Models.SpikeYolo;

namespace SpikeSharp.Cli.Tests.Verbs;

[Collection(nameof(TinyNetwork))]
public sealed class DemoVerbTests(TinyNetwork tiny)
{
    [Fact]
    public void The_last_line_names_the_page_and_the_numbers_stand_above()
    {
        var output = new StringWriter { NewLine = "\n" };
        var session = new Session(new Display(output, TextWriter.Null, live: false, TimeProvider.System), CancellationToken.None);
        DemoVerb.Run(
            new()
            {
                Folder = tiny["demo"],
                Variant = new SpikeYoloVariant("tiny", 0.1, 0.03125),
                Epochs = 1,
                Batch = 4,
                ImageSize = 64,
                VerifiedImages = 1,
                CountedImages = 1,
                Threads = 1,
                Pictures = new()
                {
                    TrainImages = 4,
                    ValImages = 2,
                    ImageSize = 96,
                },
            },
            tiny["demo.json"],
            session
        );
        Assert.Contains("0 differ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("synthetic", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith($"open {tiny["demo/index.html"]}\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"map50\"", File.ReadAllText(tiny["demo.json"]), StringComparison.Ordinal);
    }
}
