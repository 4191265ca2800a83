namespace SpikeSharp.House.Tests;

public sealed class LineLengthTests
{
    private const int Longest = 140;

    /// <summary>CSharpier breaks code at this width, but leaves comments and strings as they are.</summary>
    [Fact]
    public void No_line_of_CSharp_is_longer_than_140_characters()
    {
        var longer =
            from file in SourceTree.CSharp("src", "tests", "bench")
            where !file.Contains("/SpikeSharp.Imaging", StringComparison.Ordinal) // until its new insides are there
            from line in SourceTree.Lines(file).Select((text, i) => (text.Length, Number: i + 1))
            where line.Length > Longest
            select $"{file}:{line.Number}: {line.Length} characters";
        Assert.Empty(longer);
    }
}
