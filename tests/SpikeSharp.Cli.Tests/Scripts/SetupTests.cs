using System.Runtime.Versioning;
using SpikeSharp.Testing;

namespace SpikeSharp.Cli.Tests.Scripts;

[SupportedOSPlatform("linux")]
public sealed class SetupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spike sharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // A command of the test's own that stands before the real one on the path.
    private void Command(string name, string body)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private (int Status, string Output, string Errors) Setup(string commands, params (string, string)[] environment) =>
        Bash.Run(
            ["-euo", "pipefail", "-c", $"root=$1; source '{TestData.Repository}/eng/setup.sh'; {commands}", "bash", _folder],
            [
                ("PATH", _folder + ":" + Environment.GetEnvironmentVariable("PATH")),
                ("SPIKESHARP_TORCH", ""),
                ("CMAKE_PREFIX_PATH", ""),
                .. environment,
            ]
        );

    [Theory]
    [InlineData("spikesharp")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    [InlineData("eng/setup.sh")]
    [InlineData("eng/pack.sh")]
    [InlineData("eng/public-api.sh")]
    public void Every_script_is_bash(string script)
    {
        var (status, _, errors) = Bash.Run(["-n", script]);
        Assert.True(status == 0, errors);
    }

    [Fact]
    public void Without_an_SDK_one_sentence_says_where_it_is_expected()
    {
        Command("dotnet", "echo '8.0.100 [/usr/share/dotnet/sdk]'");
        var (status, _, errors) = Setup("find_dotnet; need_sdk");
        Assert.Equal(3, status);
        Assert.StartsWith("spikesharp: the .NET 10 SDK is missing", errors, StringComparison.Ordinal);
        Assert.Contains("/.dotnet", errors, StringComparison.Ordinal);
        Assert.Equal(1, errors.Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("", "libtorch-dev")]
    [InlineData("/opt/libtorch", "cmake")]
    public void Packages_that_cannot_be_installed_are_named_in_the_command_to_type(string torch, string last)
    {
        Command("dpkg-query", "printf 'g++=installed\\nmake=config-files\\n'; exit 1");
        Command("apt-get", "exit 1");
        Command("sudo", "exit 1");
        Command("id", "echo 1000");
        var (status, _, errors) = Setup("need_packages", ("SPIKESHARP_TORCH", torch));
        Assert.Equal(3, status);
        Assert.Contains(last, errors, StringComparison.Ordinal);
        Assert.Contains("make ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("g++", errors, StringComparison.Ordinal);
        Assert.Equal(torch.Length == 0, errors.Contains("libtorch-dev", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("libgtk-3-0=installed", "libgtk-3-0 ", "")]
    [InlineData("libgtk-3-0t64=installed", "libgtk-3-0t64", "")]
    [InlineData("", "libgtk-3-0", "libgtk-3-0 ")]
    [InlineData("", "libgtk-3-0t64", "libgtk-3-0t64 ")]
    [InlineData("libgtk-3-0=config-files", "", "libgtk-3-0 ")]
    public void GTK_is_wanted_by_the_name_that_the_system_has_for_it(string installed, string offered, string missing)
    {
        Command("dpkg-query", $"printf '%s\\n' g++=installed '{installed}'; exit 1");
        Command("apt-cache", $"test \"$2\" = '{offered.Trim()}'");
        Assert.Equal(missing, Setup("packages=(g++ 'libgtk-3-0|libgtk-3-0t64'); missing_packages").Output);
    }

    [Fact]
    public void The_package_index_is_fetched_only_when_the_install_does_not_work_without()
    {
        Command(
            "apt-get",
            $"echo \"$*\" >>'{_folder}/calls'; case $* in *update*) touch '{_folder}/fresh';; *) test -e '{_folder}/fresh';; esac"
        );
        Assert.Equal(0, Setup("apt_install -- make; apt_install -- cmake").Status);
        var calls = File.ReadAllLines(Path.Combine(_folder, "calls"));
        Assert.Equal(["make", "update", "make", "cmake"], calls.Select(call => call.Split(' ')[^1]));
    }

    [Fact]
    public void A_step_that_fails_shows_the_end_of_its_log_and_where_the_log_is()
    {
        var (status, _, errors) = Setup("mkdir -p \"$build\"; step a.log 'making it' sh -c 'echo reason; exit 9'");
        Assert.Equal(9, status);
        Assert.Contains("reason\n", errors, StringComparison.Ordinal);
        Assert.Contains($"the whole log is {_folder}/build/a.log", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("touch src/a.cs", false)]
    [InlineData("sleep 0.02; touch src/a.cs; sleep 0.02; touch stamp", false)]
    [InlineData("touch stamp; sleep 0.02; touch src/a.cs", true)]
    [InlineData("touch stamp; sleep 0.02; rm src/old.cs", true)]
    [InlineData("touch stamp; sleep 0.02; touch src/bin/a.dll", false)]
    [InlineData("rm stamp", true)]
    public void Only_what_is_newer_than_the_stamp_is_built(string change, bool expected)
    {
        const string prepare = "cd \"$root\"; mkdir -p src/bin; touch src/old.cs; sleep 0.02; touch stamp; ";
        // The first row changes nothing after its own stamp.
        if (!change.Contains("stamp", StringComparison.Ordinal))
            change += "; sleep 0.02; touch stamp";
        var (_, output, errors) = Setup($"{prepare}{change}; changed \"$root/stamp\" src && echo yes || echo no");
        Assert.True(expected == (output == "yes\n"), output + errors);
    }
}
