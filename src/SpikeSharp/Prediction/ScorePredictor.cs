using SpikeSharp.Data.Augmentation;
using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Evaluation;
using SpikeSharp.Imaging;
using SpikeSharp.Models;

namespace SpikeSharp.Prediction;

/// <summary>Tells the classes of pictures or of their pixels, one picture after the other.</summary>
/// <param name="scorer">The network; stays the caller's.</param>
/// <param name="task">Segmentation or classification.</param>
/// <param name="imageSize">Long side, pixels; of a classifier the side of the square.</param>
public sealed class ScorePredictor(IScorer scorer, VisionTask task, int imageSize)
{
    private const int Few = 5;

    /// <summary>Goes through files, in their order.</summary>
    /// <param name="files">Pictures.</param>
    /// <param name="skipped">Told of each file that cannot be read; null makes it an error.</param>
    /// <param name="cancel">Ends the run between two pictures.</param>
    /// <exception cref="ImagingException">A file is damaged.</exception>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    public IEnumerable<ScoredPicture> Run(
        IEnumerable<SourceFile> files,
        Action<SourceFile, Exception>? skipped = null,
        CancellationToken cancel = default
    )
    {
        foreach (var file in files)
        {
            cancel.ThrowIfCancellationRequested();
            var clock = new StageClock(1);
            if (Load(file, skipped) is not { } image)
                continue;
            clock.Loaded();
            var map = Score(image);
            clock.Inferred(0);
            yield return new ScoredPicture(file, image, map, clock.Of(0, 1));
        }
    }

    /// <summary>The scores of a picture of any size.</summary>
    /// <param name="image">Of the network's channels.</param>
    public ScoreMap Score(Image image)
    {
        var input = task == VisionTask.Classify ? Square(image) : Shaped(image);
        return scorer.Score(new PixelBatch(input.Pixels, 1, input.Height, input.Width, input.Channels))[0];
    }

    /// <summary>What is told of a picture.</summary>
    /// <param name="picture">The picture and its scores.</param>
    /// <param name="pixels">Of a segmenter the class of every pixel; else null.</param>
    public ScoredRecord Describe(ScoredPicture picture, byte[]? pixels)
    {
        var shares = pixels is null ? picture.Scores.Probabilities() : Shares(pixels);
        var classes = shares.Select((share, i) => new ClassShare(i, scorer.Names[i], share)).OrderByDescending(c => c.Share);
        return new(
            picture.File.Path,
            picture.Image.Width,
            picture.Image.Height,
            [.. pixels is null ? classes.Take(Few) : classes.Where(c => c.Share > 0)],
            picture.Times
        );
    }

    private double[] Shares(byte[] pixels)
    {
        var counts = new long[scorer.Names.Count];
        foreach (var number in pixels)
            counts[number]++;
        return Array.ConvertAll(counts, count => (double)count / pixels.Length);
    }

    private Image Square(Image image)
    {
        var input = new Image(imageSize, imageSize, image.Channels);
        CentreCrop.Apply(image, input);
        return input;
    }

    private Image Shaped(Image image)
    {
        var shape = PictureShape.Of(image.Width, image.Height, imageSize, scorer.SizeStep);
        return Resampling.Resize(image, shape.Width, shape.Height);
    }

    private Image? Load(SourceFile file, Action<SourceFile, Exception>? skipped)
    {
        try
        {
            return Image.Load(file.Path, scorer.Input.Channels);
        }
        catch (Exception e)
            when (skipped is not null
                && (e is IOException or UnauthorizedAccessException || (e is ImagingException imaging && imaging.File == file.Path))
            )
        {
            skipped(file, e);
            return null;
        }
    }
}
