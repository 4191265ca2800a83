using SpikeSharp.Testing;

namespace SpikeSharp.Graph.Tests.Detection;

using SpikeSharp.Graph.Detection;

public sealed class LetterboxMappingTests
{
    [SkippableTheory]
    [InlineData("scale_boxes")]
    [Trait("Category", "Golden")]
    public void Boxes_come_back_to_the_original_image_as_in_the_reference(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        int[] from = [.. golden.Numbers("from_hw").Select(n => (int)n)],
            to = [.. golden.Numbers("to_hw").Select(n => (int)n)];
        var mapping = LetterboxMapping.Between(from[1], from[0], to[1], to[0]);
        var boxes = golden.Floats(golden.Name("input")).Chunk(4).Select(b => mapping.ToImage(new Box(b[0], b[1], b[2], b[3])));
        golden.Compare<float>(golden.Name("output"), boxes.SelectMany(b => new[] { b.X1, b.Y1, b.X2, b.Y2 }).ToArray());
    }

    [Fact]
    public void A_box_inside_the_image_survives_the_way_there_and_back()
    {
        var random = new Random(2);
        for (var i = 0; i < 200; i++)
        {
            int width = random.Next(1, 2000),
                height = random.Next(1, 2000);
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
