using System.Runtime.Versioning;
using SpikeSharp.Cli.Tests.Scripts;
using SpikeSharp.Imaging;
using SpikeSharp.Testing;

namespace SpikeSharp.Cli.Tests.Documentation;

/// <summary>The C# of the pages, compiled as it stands against Graph, Engine and Imaging, and run.</summary>
[SupportedOSPlatform("linux")]
public sealed class ExampleTests : IDisposable
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><UseAppHost>false</UseAppHost>
            <ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable><TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="{0}SpikeSharp.Graph.dll;{0}SpikeSharp.Engine.dll;{0}SpikeSharp.Imaging.dll;{0}OpenCvSharp.dll" />
          </ItemGroup>
        </Project>
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    // The program of docs/packages.md begins with an ONNX file that eng/pack.sh makes; there it is built and run, on the packages.
    public static TheoryData<string> Pages =>
        [.. DocumentationPage.All.Where(page => page != "docs/packages.md" && DocumentationPage.Read(page).Blocks("csharp").Any())];

    [Fact]
    public void The_README_begins_with_at_most_ten_lines()
    {
        var example = DocumentationPage.Read("README.md").Blocks("csharp").First();
        Assert.InRange(example.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 1, 10);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_example_is_a_program_that_finds_red_cells(string page)
    {
        File.CreateSymbolicLink(
            Path.Combine(_folder, "net.spk.safetensors"),
            Path.Combine(TestData.Repository, "bench", "weights", "bccd-p.spk.safetensors")
        );
        File.WriteAllBytes(Path.Combine(_folder, "picture.rgb"), Cells(640, 480));
        new Image(640, 480, Cells(640, 480)).Save(Path.Combine(_folder, "picture.jpg"));
        File.WriteAllText(Path.Combine(_folder, "example.csproj"), string.Format(null, Project, AppContext.BaseDirectory));
        foreach (var example in DocumentationPage.Read(page).Blocks("csharp"))
        {
            File.WriteAllText(Path.Combine(_folder, "example.cs"), example);
            var (status, output, errors) = Bash.Run(
                ["-ec", "cd \"$1\"; dotnet build -v quiet -nologo -o out; dotnet out/example.dll", "bash", _folder],
                ("MSBUILDDISABLENODEREUSE", "1"),
                // A package would bring OpenCV to where the loader looks.
                ("LD_LIBRARY_PATH", Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"))
            );
            Assert.True(status == 0, output + errors);
            Assert.Contains("RBC", output, StringComparison.Ordinal);
        }
    }

    // Red discs on pink, [height, width, 3].
    private static byte[] Cells(int width, int height)
    {
        var rgb = new byte[3 * width * height];
        for (var i = 0; i < width * height; i++)
        {
            var (x, y) = (i % width % 160 - 80, i / width % 160 - 80);
            ReadOnlySpan<byte> colour = x * x + y * y < 2000 ? [200, 140, 153] : [217, 217, 217];
            colour.CopyTo(rgb.AsSpan(3 * i));
        }
        return rgb;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
