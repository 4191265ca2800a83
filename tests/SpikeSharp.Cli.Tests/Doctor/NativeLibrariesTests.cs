using SpikeSharp.Cli.Doctor;

namespace SpikeSharp.Cli.Tests.Doctor;

public sealed class NativeLibrariesTests
{
    [Theory]
    [InlineData("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0", null, false)]
    [InlineData(
        "/usr/lib/x86_64-linux-gnu/openblas-serial/libblas.so.3",
        "/usr/lib/x86_64-linux-gnu/openblas-serial/libopenblas-r0.3.21.so",
        false
    )]
    [InlineData("/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3", null, true)]
    [InlineData(null, "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblasp-r0.3.21.so", true)]
    [InlineData(null, null, true)]
    public void A_slow_matrix_library_is_wrong_and_comes_with_what_to_type(string? blas, string? openBlas, bool well)
    {
        var finding = NativeLibraries.Blas(blas, openBlas);
        Assert.Equal(well, finding.Remedy is null);
        if (!well)
            Assert.Contains("apt-get install -y libopenblas0-pthread", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_not_there_is_named_with_its_path()
    {
        var findings = NativeLibraries.Examine("/none").ToArray();
        Assert.Equal(["libtorch", "OpenCV"], findings.Select(finding => finding.Subject));
        Assert.Equal("/none/libspikesharp_torch.so: no such file", findings[0].Text);
        Assert.Contains("./spikesharp doctor", findings[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenCV_is_told_with_its_version_and_the_file_that_was_loaded()
    {
        var finding = NativeLibraries.Examine("/none").Last();
        Assert.Matches(@"^4\.\d+\.\d+, /.*/libOpenCvSharpExtern\.so$", finding.Text);
        Assert.Null(finding.Remedy);
    }

    [SkippableFact]
    public void A_library_that_does_not_load_is_named_with_the_loaders_reason()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the loader's words are those of Linux");
        var folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;
        File.WriteAllText(Path.Combine(folder, "libspikesharp_torch.so"), "no library");
        var finding = NativeLibraries.Examine(folder).First();
        Directory.Delete(folder, recursive: true);
        Assert.Contains("file too short", finding.Text, StringComparison.Ordinal);
    }
}
