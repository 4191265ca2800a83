using SpikeSharp.Models;

namespace SpikeSharp.Tests.Models;

public sealed class NetworkFamiliesTests
{
    public static TheoryData<string> Names => [.. NetworkFamilies.All.SelectMany(family => family.Names)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_is_of_one_family_and_its_network_says_so_and_is_read_back(string name)
    {
        foreach (var written in (string[])[name, name.ToUpperInvariant()])
        {
            var family = Assert.Single(NetworkFamilies.All, family => family.Claims(written, isFile: false));
            var made = family.New(written, new() { Names = ["a", "b"] }, weights: null);
            Assert.Equal((name, family, family.OptionsType), (made.Options.Name, made.Options.Family, made.Options.GetType()));
            var text = family.Write(made.Options, made.Names, 64);
            Assert.Single(NetworkFamilies.All, family =>
                family.Wrote(System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("model").GetString()!)
            );
            var (options, names, side) = NetworkFamilies.Read(text);
            Assert.Equal((text, 64), (family.Write(options, names, side), side));
            // What it has agrees with what it has, and with nothing else.
            Assert.All(family.Parts, part => Assert.Equal(part.Found(made.Options), part.Found(options)));
            family.RequireAgreement("file", options, new() { Classes = 2 });
            Assert.Throws<ArgumentException>(() => family.RequireAgreement("file", options, new() { Classes = 3 }));
        }
    }

    [Fact]
    public void Every_task_has_a_network_to_train_where_none_is_named() =>
        Assert.All(Enum.GetValues<VisionTask>(), task =>
            Assert.Contains(
                NetworkFamilies.UsualName(task),
                NetworkFamilies.All.Single(f => f.Task == task && f.UsualName is not null).Names
            )
        );
}
