using System.Globalization;
using System.Text;
using SpikeSharp.Data.Yaml;
using SpikeSharp.Graph.Sampling;

namespace SpikeSharp.Data.Tests.Yaml;

public sealed class SafeYamlTests
{
    [Fact]
    public void Scalars_lists_and_maps_come_out_with_their_lines()
    {
        var map = SafeYaml
            .Parse("# comment\na: 3\nb:\n  - x\n  - {k: 'no', n: ~}\nc: &anchor [1.5, true]\nd: *anchor\n", "f.yaml")
            .AsMap("it");
        Assert.Equal(["a", "b", "c", "d"], map.Entries.Select(e => e.Key.Text));
        Assert.Equal((3, 2), (map.Find("a")!.AsScalar("a").AsInt("a"), map.Find("a")!.Line));
        var inner = map.Find("b")!.AsList("b").Items[1].AsMap("inner");
        Assert.Equal(5, inner.Line);
        Assert.Equal("no", inner.Find("k")!.AsScalar("k").Text);
        Assert.Null(inner.Find("n"));
        Assert.Null(map.Find("absent"));
        Assert.Same(map.Find("c"), map.Find("d"));
        Assert.Equal(1.5, map.Find("d")!.AsList("d").Items[0].AsScalar("n").AsDouble("n"));
        Assert.True(map.Find("d")!.AsList("d").Items[1].AsScalar("n").AsBool("n"));
    }

    [Fact]
    public void A_wrong_kind_names_file_line_and_what_was_wanted()
    {
        var map = SafeYaml.Parse("a: 1\nlr0:\n  - 2\nnc: many\nx: .nan\ny: 1e999\nz: '1'\n", "opt.yaml").AsMap("it");
        Assert.Equal("opt.yaml:3: lr0 must be a single value, found a list", Fails(() => map.Find("lr0")!.AsScalar("lr0")).Message);
        Assert.Equal(
            "opt.yaml:4: nc must be a whole number, found 'many'",
            Fails(() => map.Find("nc")!.AsScalar("nc").AsInt("nc")).Message
        );
        Assert.Equal(5, Fails(() => map.Find("x")!.AsScalar("x").AsDouble("x")).Line);
        Assert.Equal(6, Fails(() => map.Find("y")!.AsScalar("y").AsDouble("y")).Line);
        Assert.Equal(4, Fails(() => map.Find("nc")!.AsScalar("nc").AsBool("nc")).Line);
        Assert.Contains("must be a map", Fails(() => map.Find("a")!.AsMap("a")).Message);
        Assert.Contains("must be a list", Fails(() => map.Find("a")!.AsList("a")).Message);
    }

    [Theory]
    [InlineData("[", "")]
    [InlineData("[", "]")]
    [InlineData("{a: ", "")]
    [InlineData("- ", "")]
    [InlineData("? ", "")]
    [InlineData("[[{a: ", "}]]")]
    public void Nesting_a_hundred_thousand_deep_is_one_sentence_within_a_second(string open, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 100_000)) + "x" + string.Concat(Enumerable.Repeat(close, 100_000));
        var start = ThreadTime.Milliseconds;
        var fault = Fails(() => SafeYaml.Parse(text, "deep.yaml"));
        Assert.InRange(ThreadTime.Milliseconds - start, 0, 2000);
        Assert.StartsWith("deep.yaml", fault.Message);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.True(fault.Message.Length < 200, fault.Message);
    }

    [Fact]
    public void Depth_64_is_read_and_65_is_not()
    {
        Assert.IsType<YamlList>(SafeYaml.Parse(new string('[', 64) + new string(']', 64), "f"));
        Assert.Contains("64 deep", Fails(() => SafeYaml.Parse(new string('[', 65) + new string(']', 65), "f")).Message);
    }

    [Fact]
    public void An_alias_bomb_is_refused_though_its_aliases_are_few()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 10; i++)
            bomb.Append(CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        Assert.Contains("values once its aliases are written out", Fails(() => SafeYaml.Parse(bomb.ToString(), "f")).Message);
    }

    [Theory]
    [InlineData("a: &x [*x]", "alias '*x' has no anchor before it")]
    [InlineData("a: *nobody", "alias '*nobody' has no anchor before it")]
    [InlineData("a: !!python/object/apply:os.system [ls]", "tags are not read")]
    [InlineData("!custom {a: 1}", "tags are not read")]
    [InlineData("a: 1\nb: 2\na: 3", "the key 'a' is given twice")]
    [InlineData("[1, 2]: 3", "a key must be a single value")]
    [InlineData("a: 1\n---\nb: 2", "more than one document")]
    [InlineData("a: [1, 2", "is not valid YAML")]
    [InlineData("a: b: c", "is not valid YAML")]
    public void Refuses(string yaml, string reason)
    {
        var fault = Fails(() => SafeYaml.Parse(yaml, "bad.yaml"));
        Assert.Contains(reason, fault.Message);
        Assert.NotNull(fault.Line);
        Assert.False(fault.Missing);
    }

    [Fact]
    public void A_hundred_aliases_are_read_and_one_more_is_not()
    {
        string Uses(int count) => "a: &x 1\nb: [" + string.Join(", ", Enumerable.Repeat("*x", count)) + "]";
        Assert.Equal(100, SafeYaml.Parse(Uses(100), "f").AsMap("it").Find("b")!.AsList("b").Items.Count);
        Assert.Contains("more than 100 aliases", Fails(() => SafeYaml.Parse(Uses(101), "f")).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("~")]
    [InlineData("\uFEFF")]
    public void An_empty_document_is_an_empty_map(string yaml) => Assert.Empty(SafeYaml.Parse(yaml, "f").AsMap("it").Entries);

    [Fact]
    public void Files_too_large_not_text_or_absent_are_refused()
    {
        using var folder = new DataFolder();
        folder.Write("large.yaml", new string('#', SafeYaml.MaxBytes + 1));
        File.WriteAllBytes(folder["binary.yaml"], [0x61, 0x3A, 0xFF, 0xFE]);
        Assert.Contains("larger than 1024 KiB", Fails(() => SafeYaml.Read(folder["large.yaml"])).Message);
        Assert.Contains("UTF-8", Fails(() => SafeYaml.Read(folder["binary.yaml"])).Message);
        Assert.True(Fails(() => SafeYaml.Read(folder["absent.yaml"])).Missing);
        Assert.True(Fails(() => SafeYaml.Read(folder.Root)).Missing);
    }

    [Fact]
    public void Ten_thousand_damaged_documents_give_a_tree_or_a_DataException()
    {
        const string whole =
            "path: .\ntrain: &t [images/a, \"b\\x41\"]\nval: *t\nnames:\n"
            + "  0: 'x'\n  1: |\n    y\n? key\n: {a: [1, {b: c}], d: ~}\n%TAG\n- ! !!str -\n";
        const string marks = "[]{}:,-?&*!|>'\"%@`#\n\t \0";
        var random = new CounterRandom(5, 0, 0, RandomStream.Order);
        var read = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var text = whole.ToCharArray().ToList();
            for (var change = random.NextInt(6); change >= 0; change--)
            {
                var at = random.NextInt(text.Count);
                switch (random.NextInt(4))
                {
                    case 0:
                        text[at] = (char)random.NextInt(300);
                        break;
                    case 1:
                        text.RemoveRange(at, Math.Min(text.Count - at - 1, random.NextInt(8)));
                        break;
                    case 2:
                        text.Insert(at, marks[random.NextInt(marks.Length)]);
                        break;
                    default:
                        text.InsertRange(at, text.Slice(0, Math.Min(text.Count, random.NextInt(20))));
                        break;
                }
            }
            try
            {
                SafeYaml.Parse(new string([.. text]), "fuzz");
                read++;
            }
            catch (DataException) { }
        }
        Assert.InRange(read, 1, 9_999);
    }

    private static DataException Fails(Action action) => Assert.Throws<DataException>(action);
}
