using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Testing;

namespace SpikeSharp.Graph.Tests.Detection;

using SpikeSharp.Graph.Detection;

public sealed class LetterboxMappingTests
{
    [Fact]
    public void Boxes_come_back_to_the_original_image_as_in_the_reference()
    {
        using var golden = SafetensorsFile.Open(Path.Combine(TestData.Golden, "spikeyolo", "preprocess.safetensors"));
        var (input, output) = (golden.Floats("scale_boxes/input"), golden.Floats("scale_boxes/output"));
        var mapping = LetterboxMapping.Between(640, 384, 711, 427);
        Assert.NotEmpty(input);
        for (var i = 0; i < input.Length; i += 4)
        {
            var box = mapping.ToImage(new Box(input[i], input[i + 1], input[i + 2], input[i + 3]));
            Assert.Equal(output[i], box.X1, 1e-3f);
            Assert.Equal(output[i + 1], box.Y1, 1e-3f);
            Assert.Equal(output[i + 2], box.X2, 1e-3f);
            Assert.Equal(output[i + 3], box.Y2, 1e-3f);
        }
    }

    [Fact]
    public void A_box_inside_the_image_survives_the_way_there_and_back()
    {
        var random = new Random(2);
        for (var i = 0; i < 200; i++)
        {
            int width = random.Next(1, 2000), height = random.Next(1, 2000);
            var mapping = LetterboxMapping.Between(640, 640, width, height);
            var box = new Box(random.NextSingle() * width / 2, random.NextSingle() * height / 2, width * 0.75f, height * 0.75f);
            var back = mapping.ToImage(mapping.ToInput(box));
            Assert.Equal(box.X1, back.X1, 1e-2f);
            Assert.Equal(box.Y2, back.Y2, 1e-2f);
        }
    }

    [Fact]
    public void A_stored_border_is_used_as_it_is()
    {
        var mapping = new LetterboxMapping(0.5f, 10, 20, 100, 100);
        Assert.Equal(new Box(0, 20, 100, 60), mapping.ToImage(new Box(5, 30, 70, 50)));
    }

    [Fact]
    public void An_odd_border_is_smaller_at_the_left_and_top() =>
        Assert.Equal(new LetterboxMapping(1, 1, 0, 61, 64), LetterboxMapping.Between(64, 64, 61, 64));
}
