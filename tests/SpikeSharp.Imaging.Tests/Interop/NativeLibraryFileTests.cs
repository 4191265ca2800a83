using SpikeSharp.Imaging.Interop;

namespace SpikeSharp.Imaging.Tests.Interop;

public sealed class NativeLibraryFileTests
{
    [Fact]
    public void A_missing_library_is_named_with_every_path_tried_and_what_to_do()
    {
        var error = Assert.Throws<ImagingException>(() => NativeLibraryFile.Load(["none/libfirst.so", "libsecond-none.so"]));
        Assert.Contains("none/libfirst.so (", error.Message);
        Assert.Contains("libsecond-none.so (", error.Message);
        Assert.Contains("./spikesharp doctor", error.Message);
    }

    [Fact]
    public void A_file_that_is_no_library_is_named_too()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "no library");
            Assert.Contains(path, Assert.Throws<ImagingException>(() => NativeLibraryFile.Load([path])).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
