namespace SpikeSharp.Prediction;

/// <summary>What <see cref="PredictionFolder"/> writes.</summary>
public sealed record PredictionFolderOptions
{
    /// <summary>save: pictures and videos with boxes drawn.</summary>
    public bool Pictures { get; init; } = true;

    /// <summary>save_txt: YOLO label files.</summary>
    public bool Labels { get; init; }

    /// <summary>save_conf: the confidence as a sixth column of those.</summary>
    public bool LabelConfidences { get; init; }

    /// <summary>save_crop: each box's part of the picture.</summary>
    public bool Crops { get; init; }

    /// <summary>save_jsonl: results.jsonl, one line a picture or frame.</summary>
    public bool JsonLines { get; init; }

    /// <summary>How boxes are drawn.</summary>
    public AnnotationOptions Annotation { get; init; } = new();

    /// <summary>Whether there is anything to write.</summary>
    public bool Any => Pictures || Labels || Crops || JsonLines;
}
