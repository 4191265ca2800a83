using SpikeSharp.Data.Batches;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Drawing;
using SpikeSharp.Metrics;
using SpikeSharp.Reports;
using SpikeSharp.Tests.Training;
using SpikeSharp.Training;

namespace SpikeSharp.Tests.Reports;

public sealed class PictureTests
{
    private static readonly string[] Names = ["cat", "dog"];

    private static PictureFolder Pictures(RunFolder folder) => new(folder["run"], message => Assert.Fail(message));

    [Fact]
    public void Labels_show_the_classes_in_their_colours()
    {
        using var folder = new RunFolder();
        LabelPictures.Save(Pictures(folder), folder.Load("train"), Names);
        var labels = Image.Load(folder["run/labels.jpg"]);
        Assert.True(RunFolder.Share(labels, Palette.Colour(0)) > 0.02);
        Assert.True(RunFolder.Share(labels, Palette.Colour(1)) > 0.02);
        Assert.True(RunFolder.Share(labels, Palette.Colour(2)) < 0.001);
        Assert.True(RunFolder.Share(Image.Load(folder["run/labels_correlogram.jpg"]), Rgb.White) is > 0.5 and < 0.99);
    }

    [Fact]
    public void A_training_batch_shows_its_images_with_their_boxes()
    {
        using var folder = new RunFolder();
        var batches = new TrainingBatches(
            folder.Load("train"),
            new TrainingOptions
            {
                ImageSize = 64,
                BatchSize = 4,
                Augment = Data.Augmentation.AugmentOptions.None,
            }
        );
        using var batch = batches.Make(0, 0);
        var picture = TrainingBatchPicture.Draw(batch, Names);
        Assert.Equal((1280, 1280), (picture.Width, picture.Height));
        Assert.True(RunFolder.Share(picture, Rgb.Grey(121)) > 0.5);
        Assert.True(RunFolder.Share(picture, Palette.Colour(0)) + RunFolder.Share(picture, Palette.Colour(1)) > 0.002);
    }

    [Fact]
    public void No_more_than_16_images_are_drawn_of_a_batch()
    {
        using var folder = new RunFolder(train: 20);
        using var batch = new TrainingBatches(folder.Load("train"), new TrainingOptions { ImageSize = 64, BatchSize = 20 }).Make(0, 0);
        var picture = TrainingBatchPicture.Draw(batch, Names);
        Assert.Equal((1920, 1920), (picture.Width, picture.Height));
    }

    [Fact]
    public void A_validation_draws_what_is_there_and_what_was_found()
    {
        using var folder = new RunFolder(val: 5);
        var pictures = new ValidationPictures(Pictures(folder), Names, batch: 2);
        foreach (var (number, image) in folder.Load("val").Images.Index())
        {
            // The first image's cat is found; elsewhere there is only a detection too weak to be drawn.
            var box = new Box(20, 18, 60, 42);
            pictures.Observe(
                new ImageDetections(
                    new BatchImage(image.Path, image.Width, image.Height, 1, 1, 0, 0),
                    [new Detection(box, number == 0 ? 0.9f : 0.2f, 0)],
                    [new GroundTruth(box, number % 2)]
                )
            );
        }
        pictures.Save(RunFolder.Result());
        Assert.Equal(
            [
                "F1_curve.png",
                "PR_curve.png",
                "P_curve.png",
                "R_curve.png",
                "confusion_matrix.png",
                "confusion_matrix_normalized.png",
                "firing_rates.png",
                "val_batch0_labels.jpg",
                "val_batch0_pred.jpg",
                "val_batch1_labels.jpg",
                "val_batch1_pred.jpg",
                "val_batch2_labels.jpg",
                "val_batch2_pred.jpg",
            ],
            folder.Files()
        );
        Assert.True(Shown("val_batch0_labels.jpg", 0) > 0.001);
        Assert.True(Shown("val_batch0_labels.jpg", 1) > 0.001);
        Assert.True(Shown("val_batch0_pred.jpg", 0) > 0.001);
        Assert.True(Shown("val_batch1_pred.jpg", 0) < 0.0001);
        Assert.True(Shown("val_batch2_labels.jpg", 0) > 0.001);

        double Shown(string picture, int number) => RunFolder.Share(Image.Load(folder["run/" + picture]), Palette.Colour(number));
    }

    [Fact]
    public void A_segmented_batch_has_a_legend_of_its_classes()
    {
        using var folder = new RunFolder();
        var pictures = new SegmentationPictures(Pictures(folder), ["cat", "dog", "cow"], batch: 2);
        var metrics = new SegmentationMetrics(3);
        foreach (var image in folder.Load("val").Images.Take(2))
        {
            var truth = Enumerable.Repeat((byte)1, image.Width * image.Height).ToArray();
            truth[0] = byte.MaxValue;
            pictures.Observe(
                new SegmentedImage(new BatchImage(image.Path, image.Width, image.Height, 1, 1, 0, 0), new byte[truth.Length], truth)
            );
            metrics.Add(new byte[truth.Length], truth);
        }
        pictures.Save(new SegmentationResult(metrics.Compute(), null, [], default));
        Assert.Equal(
            ["confusion_matrix.png", "confusion_matrix_normalized.png", "val_batch0_labels.jpg", "val_batch0_pred.jpg"],
            folder.Files()
        );
        foreach (var name in (string[])["val_batch0_labels.jpg", "val_batch0_pred.jpg"])
        {
            // The strip below the picture: white, the colours that occur in either, and black letters.
            var picture = Image.Load(folder["run/" + name]);
            var legend = picture.Crop(0, picture.Height - 30, picture.Width, 30);
            Assert.True(RunFolder.Share(legend, Rgb.White) > 0.7);
            Assert.All((int[])[0, 1], number => Assert.True(RunFolder.Share(legend, Palette.Colour(number)) > 0.004));
            Assert.Equal(0, RunFolder.Share(legend, Palette.Colour(2)));
            Assert.True(RunFolder.Share(legend, Rgb.Black) > 0.0002);
        }
    }

    [Fact]
    public void Many_classes_take_several_rows_of_the_legend()
    {
        var names = Enumerable.Range(0, 40).Select(i => $"class number {i}").ToArray();
        var (one, all) = (
            ClassLegend.Below(new Image(320, 100), [0], names),
            ClassLegend.Below(new Image(320, 100), Enumerable.Range(0, 40), names)
        );
        Assert.Equal((320, 320), (one.Width, all.Width));
        Assert.True(one.Height > 110 && all.Height - 100 > 8 * (one.Height - 100));
        Assert.Equal(100, ClassLegend.Below(new Image(320, 100), [], names).Height);
    }

    [Fact]
    public void Only_the_first_three_batches_are_drawn()
    {
        using var folder = new RunFolder(val: 5);
        var pictures = new ValidationPictures(Pictures(folder), Names, batch: 1);
        foreach (var image in folder.Load("val").Images)
            pictures.Observe(new ImageDetections(new BatchImage(image.Path, 80, 60, 1, 1, 0, 0), [], []));
        pictures.Save(RunFolder.Result());
        Assert.Equal(3, folder.Files().Count(f => f.EndsWith("_pred.jpg", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("PR_curve.png")]
    [InlineData("F1_curve.png")]
    [InlineData("P_curve.png")]
    [InlineData("R_curve.png")]
    public void Curves_show_every_class_and_the_mean(string name)
    {
        using var folder = new RunFolder();
        CurvePictures.Save(Pictures(folder), RunFolder.Result().Metrics, Names);
        var picture = Image.Load(folder["run/" + name]);
        Assert.True(RunFolder.Share(picture, Rgb.Black) > 0.002);
        // A curve may lie under the mean or on the frame; its name beside the chart does not.
        var names = picture.Crop(picture.Width - 260, 0, 260, picture.Height);
        Assert.True(RunFolder.Share(names, Palette.Colour(0)) > 0.0001);
        Assert.True(RunFolder.Share(names, Palette.Colour(1)) > 0.0001);
    }

    [Fact]
    public void A_validation_without_objects_or_detections_still_draws()
    {
        using var folder = new RunFolder();
        var result = new ValidationResult(new DetectionMetrics(1).Compute(), new ConfusionMatrix(1), null, [], default);
        new ValidationPictures(Pictures(folder), ["thing"]).Save(result);
        Assert.Equal(6, folder.Files().Count());
    }

    [Fact]
    public void The_confusion_matrix_is_dark_where_the_counts_are()
    {
        using var folder = new RunFolder();
        ConfusionPictures.Save(Pictures(folder), RunFolder.Result().Confusion, Names);
        foreach (var name in (string[])["confusion_matrix.png", "confusion_matrix_normalized.png"])
        {
            // One cat found, one dog taken for background: two of nine cells, beside the scale of colours.
            Assert.InRange(RunFolder.Share(Image.Load(folder["run/" + name]), new Rgb(0x08, 0x2C, 0x66)), 0.08, 0.22);
        }
    }

    [Fact]
    public void A_picture_that_cannot_be_drawn_is_noted_and_the_others_are_drawn()
    {
        using var folder = new RunFolder();
        var notes = new List<string>();
        var pictures = new ValidationPictures(new PictureFolder(folder["run"], notes.Add), Names);
        pictures.Observe(new ImageDetections(new BatchImage(folder["gone.png"], 80, 60, 1, 1, 0, 0), [], []));
        pictures.Save(RunFolder.Result());
        Assert.Equal(2, notes.Count);
        Assert.All(notes, note => Assert.Contains("gone.png", note, StringComparison.Ordinal));
        Assert.Equal(7, folder.Files().Count());
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_noted()
    {
        using var folder = new RunFolder();
        File.WriteAllText(folder["run"], "a file where the folder should be");
        var notes = new List<string>();
        new PictureFolder(folder["run"], notes.Add).Add("a.png", () => new Image(1, 1));
        Assert.StartsWith("a.png was not drawn: ", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Results_show_a_panel_a_series_from_the_first_epoch_on()
    {
        using var folder = new RunFolder();
        var table = ResultsTable.New(folder["results.csv"], TaskColumns.Detect);
        foreach (var epochs in (int[])[1, 60])
        {
            while (table.Count < epochs)
                table.Add(RunFolder.Epoch(table.Count, RunFolder.Result()));
            var picture = ResultsPicture.Draw(table, TaskColumns.Detect, validated: true);
            for (var panel = 0; panel < 12; panel++)
                Assert.True(
                    RunFolder.Share(picture.Crop(panel % 6 * 300, panel / 6 * 260, 300, 260), Palette.Colour(0)) > 0.0001,
                    $"panel {panel} of {epochs} epochs is empty"
                );
        }
        Assert.Equal((1200, 260), Size(ResultsPicture.Draw(table, TaskColumns.Detect, validated: false)));

        static (int, int) Size(Image image) => (image.Width, image.Height);
    }
}
