namespace SpikeSharp.Imaging.Tests;

public sealed class OpenCvTests
{
    [Fact]
    public void Its_version_is_told() => Assert.StartsWith("4.", OpenCv.Version);

    [Fact]
    public void A_missing_library_is_named_with_the_loaders_reason_and_what_to_do()
    {
        var refusal = Assert.IsType<string>(OpenCv.Load("libnone.so"));
        Assert.Contains("libnone.so", refusal);
        Assert.Contains("apt-get install libgtk-3-0", refusal);
        Assert.DoesNotContain('\n', refusal);
    }

    [Fact]
    public void A_file_that_is_no_library_is_named_too()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "no library");
            Assert.Contains($"{path}: file too short", OpenCv.Load(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
