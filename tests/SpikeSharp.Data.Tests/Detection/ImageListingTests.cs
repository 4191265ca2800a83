using SpikeSharp.Data.Description;
using SpikeSharp.Data.Detection;

namespace SpikeSharp.Data.Tests.Detection;

public sealed class ImageListingTests
{
    [Fact]
    public void Folders_are_searched_to_the_bottom_for_image_suffixes_and_sorted_ordinally()
    {
        using var folder = new DataFolder();
        foreach (var name in new[] { "b.jpg", "A.PNG", "sub/deep/c.jpeg", "a.webp", "notes.txt", "a.jpg.bak", ".hidden.jpg", "B.tiff" })
            folder.Write($"images/train/{name}", "");
        var images = ImageListing.List(DataYaml.Load(folder.Root), "train");
        Assert.Equal(
            ["A.PNG", "B.tiff", "a.webp", "b.jpg", "sub/deep/c.jpeg"],
            images.Select(i => Path.GetRelativePath(folder["images/train"], i))
        );
    }

    [Fact]
    public void Lists_name_images_relative_to_themselves_first_and_to_the_root_second()
    {
        using var folder = new DataFolder();
        folder.Write("data.yaml", "train: [lists/a.txt, images/one]\nval: lists/b.txt\nnc: 1\n");
        folder.Write("lists/near.jpg", "");
        folder.Write("images/one/x.png", "");
        folder.Write("lists/a.txt", $"near.jpg\n\n  images/far.jpg \r\n./dot.jpg\n{folder["absolute.bmp"]}\n");
        folder.Write("lists/b.txt", "fine.jpg\nnot-an-image.doc\n");
        var data = DataYaml.Load(folder.Root);
        Assert.Equal(
            [
                folder["absolute.bmp"],
                folder["images/far.jpg"],
                folder["images/one/x.png"],
                folder["lists/dot.jpg"],
                folder["lists/near.jpg"],
            ],
            ImageListing.List(data, "train")
        );
        Assert.Equal((folder["lists/b.txt"], 2), Where(Assert.Throws<DataException>(() => ImageListing.List(data, "val"))));
    }

    [Fact]
    public void A_split_without_images_is_missing()
    {
        using var folder = new DataFolder();
        Directory.CreateDirectory(folder["images/train"]);
        Assert.Contains("holds no image", Missing(folder, "train"));
        Assert.Contains(folder["images/val"], Missing(folder, "val"));
    }

    [Theory]
    [InlineData("/d/images/train/a.jpg", "/d/labels/train/a.txt")]
    [InlineData("/images/images/a.b.png", "/images/labels/a.b.txt")]
    [InlineData("/d/myimages/a.jpg", "/d/myimages/a.txt")]
    [InlineData("/d/images.old/images/x/images.jpg", "/d/images.old/labels/x/images.txt")]
    public void The_last_images_folder_becomes_labels(string image, string label) => Assert.Equal(label, ImageListing.LabelPath(image));

    private static string Missing(DataFolder folder, string split)
    {
        var fault = Assert.Throws<DataException>(() => ImageListing.List(DataYaml.Load(folder.Root), split));
        Assert.True(fault.Missing);
        return fault.Message;
    }

    private static (string, int?) Where(DataException fault) => (fault.File, fault.Line);
}
