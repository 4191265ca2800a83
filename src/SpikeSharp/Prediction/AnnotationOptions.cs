namespace SpikeSharp.Prediction;

/// <summary>How detections are drawn.</summary>
/// <param name="Labels">show_labels: class names beside boxes.</param>
/// <param name="Confidences">show_conf: confidences beside boxes.</param>
/// <param name="LineWidth">line_width in pixels; 0 goes by the picture's size.</param>
public sealed record AnnotationOptions(bool Labels = true, bool Confidences = true, int LineWidth = 0);
