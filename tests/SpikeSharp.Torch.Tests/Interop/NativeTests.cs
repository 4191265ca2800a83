using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch.Tests.Interop;

public sealed class NativeTests
{
    [Fact]
    public void A_missing_library_names_every_path_tried_once_the_loaders_reason_and_what_to_do()
    {
        var folder = Directory.CreateTempSubdirectory("native");
        try
        {
            var broken = Path.Combine(folder.FullName, "broken");
            var absent = Path.Combine(folder.FullName, "absent");
            Directory.CreateDirectory(broken);
            File.WriteAllText(Path.Combine(broken, "libspikesharp_torch.so"), new string('x', 4096));
            var error = Assert.Throws<TorchException>(() => Native.Load([null, "", absent, absent + "/", broken]));
            Assert.Equal("load", error.Operation);
            Assert.Equal(2, error.Message.Split($"{absent}/libspikesharp_torch.so: no such file").Length);
            Assert.Contains($"{broken}/libspikesharp_torch.so: ", error.Message);
            Assert.Contains("invalid ELF header", error.Message);
            Assert.EndsWith("Run ./spikesharp doctor", error.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
