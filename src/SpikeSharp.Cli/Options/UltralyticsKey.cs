using SpikeSharp.Cli.Failures;

namespace SpikeSharp.Cli.Options;

/// <summary>
/// Keys that Ultralytics knows and SpikeSharp does not. Its files are full of them, so a value that asks for nothing is accepted;
/// one that asks for something is refused: a training that silently lacks what was asked for is worse than none.
/// </summary>
internal sealed record UltralyticsKey(string Name, params string[] Neutral)
{
    private static readonly UltralyticsKey[] All =
    [
        // Of no effect here, whatever they say.
        new("mode"),
        new("overlap_mask"),
        new("mask_ratio"),
        new("dnn"),
        new("visualize"),
        new("retina_masks"),
        new("show_boxes"),
        new("keras"),
        new("optimize"),
        new("workspace"),
        new("tracker"),
        new("pose"),
        new("kobj"),
        new("save_dir"),
        new("crop_fraction"),
        new("erasing"),
        new("auto_augment"),
        new("copy_paste_mode"),
        new("opset"),
        new("simplify"),
        new("amp"),
        new("stream_buffer"),
        new("save_frames"),
        new("embed"),
        new("angle"),
        new("rle"),
        new("end2end"),
        new("compile"),
        // Of effect there.
        new("half", "false"),
        new("int8", "false"),
        new("dynamic", "false"),
        new("nms", "false"),
        new("show", "false"),
        new("augment", "false"),
        new("multi_scale", "false", "0.0", "0"),
        new("dropout", "0.0", "0"),
        new("profile", "false"),
        new("deterministic", "true"),
        new("perspective", "0.0", "0"),
        new("cutmix", "0.0", "0"),
        new("copy_paste", "0.0", "0"),
        new("bgr", "0.0", "0"),
        new("label_smoothing", "0.0", "0"),
        new("freeze", "null", "none", ""),
        new("pretrained", "true", "false", "null", "none", ""),
        new("cls_pw", "0.0", "0"),
    ];

    /// <summary>The entry of a key, '-' and '_' being the same; null when Ultralytics does not know it either.</summary>
    public static UltralyticsKey? Find(string key) =>
        Array.Find(All, entry => entry.Name.Equals(key.Replace('-', '_'), StringComparison.OrdinalIgnoreCase));

    /// <summary>Refuses a value that asks for something.</summary>
    /// <param name="value">The value, as text.</param>
    /// <param name="called">What to call the key in the message.</param>
    /// <exception cref="UsageException">It does.</exception>
    public void Check(string value, string called)
    {
        if (Neutral.Length > 0 && !Neutral.Contains(value, StringComparer.OrdinalIgnoreCase))
            throw new UsageException(
                $"{called} is an option of Ultralytics that SpikeSharp does not have; only {Neutral[0]} is accepted, not '{value}'"
            );
    }
}
