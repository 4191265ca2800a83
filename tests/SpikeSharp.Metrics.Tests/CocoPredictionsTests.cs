using System.Text.Json;
using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Metrics.Tests;

public sealed class CocoPredictionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_detection_is_written_as_COCO_wants_it()
    {
        var path = Path.Combine(_folder, "predictions.json");
        CocoPredictions.Write(
            path,
            [
                new(
                    "images/000000000139.jpg",
                    [new(new Box(1.23456f, 2, 11.5f, 22.0004f), 0.1234567f, 0), new(new Box(0, 0, 1, 1), 1, 79)]
                ),
                new("images/000000000285.jpg", []),
            ],
            CocoCategories.Ids
        );
        Assert.Equal(
            """[{"image_id":139,"category_id":1,"bbox":[1.235,2,10.265,20],"score":0.12346},"""
                + """{"image_id":139,"category_id":90,"bbox":[0,0,1,1],"score":1}]""",
            File.ReadAllText(path)
        );
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Many_predictions_make_one_valid_document_with_the_classes_as_they_are()
    {
        var path = Path.Combine(_folder, "predictions.json");
        var detections = Enumerable.Range(0, 300).Select(i => new Detection(new Box(i, 0, i + 1, 1), 0.5f, i % 7)).ToArray();
        CocoPredictions.Write(path, [.. Enumerable.Range(0, 20).Select(i => new ImagePredictions($"{i}.png", detections))]);
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        Assert.Equal(6000, json.RootElement.GetArrayLength());
        var last = json.RootElement[5999];
        Assert.Equal((19, 299 % 7), (last.GetProperty("image_id").GetInt32(), last.GetProperty("category_id").GetInt32()));
    }

    [Fact]
    public void No_images_make_an_empty_list()
    {
        var path = Path.Combine(_folder, "predictions.json");
        CocoPredictions.Write(path, []);
        Assert.Equal("[]", File.ReadAllText(path));
    }

    [Fact]
    public void Ids_are_the_stems_when_all_are_different_numbers_and_places_in_sorted_order_otherwise()
    {
        Assert.Equal([139, 7], CocoPredictions.ImageIds(["a/000139.jpg", "b/7.png"]));
        Assert.Equal([3, 1, 2], CocoPredictions.ImageIds(["c.jpg", "12.jpg", "a.jpg"]));
        Assert.Equal([2, 1], CocoPredictions.ImageIds(["7.jpg", "007.jpg"])); // the same number twice
        Assert.Equal([1, 2], CocoPredictions.ImageIds(["-1.jpg", "1.jpg"])); // no sign
        Assert.Throws<ArgumentException>(() => CocoPredictions.ImageIds(["a.jpg", "a.jpg"]));
    }

    [Fact]
    public void COCO_has_80_categories_up_to_90()
    {
        Assert.Equal(80, CocoCategories.Ids.Count);
        Assert.Equal((1, 11, 13, 90), (CocoCategories.Ids[0], CocoCategories.Ids[10], CocoCategories.Ids[11], CocoCategories.Ids[79]));
    }
}
