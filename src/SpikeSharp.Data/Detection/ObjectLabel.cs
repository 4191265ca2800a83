namespace SpikeSharp.Data.Detection;

/// <summary>One labelled object of an image.</summary>
/// <param name="Class">Its class, from 0.</param>
/// <param name="X">Centre, share of the image's width, 0…1.</param>
/// <param name="Y">Centre, share of the image's height, 0…1.</param>
/// <param name="Width">Share of the image's width, above 0, at most 1.</param>
/// <param name="Height">Share of the image's height, above 0, at most 1.</param>
public readonly record struct ObjectLabel(int Class, float X, float Y, float Width, float Height);
