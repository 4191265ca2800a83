namespace SpikeSharp.Cli.Options;

/// <summary>Reads one value from text; false when the text is none.</summary>
internal delegate bool OptionReader<T>(string text, out T value);
