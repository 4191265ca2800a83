using System.Globalization;
using System.Text;
using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Video;

namespace SpikeSharp.Prediction;

/// <summary>
/// Writes results into a folder as users of Ultralytics know it: pictures and videos with boxes under their own names, labels/*.txt,
/// crops/class/*.jpg, results.jsonl. Files of one name from several folders are told apart by a number.
/// </summary>
/// <param name="folder">An existing folder.</param>
/// <param name="options">What to write.</param>
public sealed class PredictionFolder(string folder, PredictionFolderOptions options) : IDisposable
{
    private const double UnknownRate = 25;
    private static readonly HashSet<string> Written = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg",
        ".jpeg",
        ".png",
        ".bmp",
        ".webp",
        ".tif",
        ".tiff",
    };

    private readonly Dictionary<string, string> _stems = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private StreamWriter? _lines;
    private VideoWriter? _video;
    private string? _videoSource;

    /// <summary>Writes a result. Draws on its picture when pictures are wanted; on a copy where it is not in colours.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Add(PredictedImage result)
    {
        result = result with { Picture = result.Picture.ToRgb() };
        var stem = Stem(result.File.Path);
        var frame = result.Frame is { } f ? string.Create(CultureInfo.InvariantCulture, $"{stem}_{f.Number}") : stem;
        if (options.JsonLines)
            WriteLine(result);
        if (options.Labels)
            WriteLabels(result, frame);
        if (options.Crops)
            WriteCrops(result, frame);
        if (!options.Pictures)
            return;
        Annotation.Draw(result.Picture, result.Found, options.Annotation);
        if (result.Frame is { } at)
            WriteFrame(result, stem, at.Rate);
        else
            result.Picture.Save(Path.Combine(folder, stem + PictureSuffix(result.File.Path)));
    }

    /// <summary>Ends the last video and closes what is open; without it the last video is lost.</summary>
    public void Finish()
    {
        _video?.Finish();
        Dispose();
    }

    /// <summary>Closes what is open.</summary>
    public void Dispose()
    {
        _video?.Dispose();
        _lines?.Dispose();
        (_video, _lines) = (null, null);
    }

    private string Stem(string path)
    {
        if (_stems.TryGetValue(path, out var known))
            return known;
        var name = Path.GetFileNameWithoutExtension(path);
        var stem = name;
        for (var n = 2; !_taken.Add(stem); n++)
            stem = string.Create(CultureInfo.InvariantCulture, $"{name}_{n}");
        return _stems[path] = stem;
    }

    private static string PictureSuffix(string path) => Path.GetExtension(path) is var suffix && Written.Contains(suffix) ? suffix : ".jpg";

    // Line by line, so that what was found before an interruption is there.
    private void WriteLine(PredictedImage result)
    {
        _lines ??= new StreamWriter(Path.Combine(folder, "results.jsonl")) { AutoFlush = true, NewLine = "\n" };
        _lines.WriteLine(PredictionRecord.Of(result).ToJson());
    }

    private void WriteLabels(PredictedImage result, string stem)
    {
        if (result.Found.Count == 0)
            return;
        var text = new StringBuilder();
        foreach (var (number, _, confidence, box) in result.Found)
        {
            float w = result.Picture.Width,
                h = result.Picture.Height;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{number} {(box.X1 + box.X2) / 2 / w:F6} {(box.Y1 + box.Y2) / 2 / h:F6} {box.Width / w:F6} {box.Height / h:F6}"
            );
            if (options.LabelConfidences)
                text.Append(CultureInfo.InvariantCulture, $" {confidence:F6}");
            text.Append('\n');
        }
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "labels")).FullName, stem + ".txt"), text.ToString());
    }

    private void WriteCrops(PredictedImage result, string stem)
    {
        for (var i = 0; i < result.Found.Count; i++)
        {
            var (_, name, _, box) = result.Found[i];
            int left = (int)box.X1,
                top = (int)box.Y1;
            var (width, height) = ((int)MathF.Ceiling(box.X2) - left, (int)MathF.Ceiling(box.Y2) - top);
            if (width < 1 || height < 1)
                continue;
            var place = Directory.CreateDirectory(Path.Combine(folder, "crops", FileName(name))).FullName;
            result
                .Picture.Crop(left, top, width, height)
                .Save(Path.Combine(place, string.Create(CultureInfo.InvariantCulture, $"{stem}_{i + 1}.jpg")));
        }
    }

    // A class name comes from a file: it must not lead out of the folder.
    private static string FileName(string name)
    {
        var plain = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' ? c : '_')).Trim();
        return plain.Length == 0 ? "class" : plain;
    }

    private void WriteFrame(PredictedImage result, string stem, double rate)
    {
        if (_videoSource != result.File.Path)
        {
            _video?.Finish();
            _video?.Dispose();
            _video = Open(stem, result.Picture, rate > 0 ? rate : UnknownRate);
            _videoSource = result.File.Path;
        }
        _video!.Write(result.Picture);
    }

    private VideoWriter Open(string stem, Image frame, double rate)
    {
        try
        {
            return new VideoWriter(Path.Combine(folder, stem + ".mp4"), frame.Width, frame.Height, rate);
        }
        catch (ImagingException)
        {
            // No encoder for .mp4 on this system; Motion-JPEG needs none.
            return new VideoWriter(Path.Combine(folder, stem + ".avi"), frame.Width, frame.Height, rate);
        }
    }
}
