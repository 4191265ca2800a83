using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Graph.Tests.Safetensors;

/// <summary>For every rule of the format, a file that breaks it and nothing else.</summary>
public sealed class SafetensorsRuleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SafetensorsRule.HeaderStart, "", 0)]
    [InlineData(SafetensorsRule.HeaderStart, "    ", 0)]
    [InlineData(SafetensorsRule.HeaderStart, "[]", 0)]
    [InlineData(SafetensorsRule.HeaderStart, "\uFEFF{}", 0)]
    [InlineData(SafetensorsRule.HeaderJson, "{", 0)]
    [InlineData(SafetensorsRule.HeaderJson, "{}{}", 0)]
    [InlineData(SafetensorsRule.HeaderJson, "{} \0", 0)]
    [InlineData(SafetensorsRule.HeaderJson, "{'a':1}", 0)]
    [InlineData(SafetensorsRule.HeaderJson, """{"__metadata__":{"a":"b"},}""", 0)]
    [InlineData(SafetensorsRule.HeaderJson, """{/* no comments */}""", 0)]
    [InlineData(SafetensorsRule.HeaderJson, """{"\ud800":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1)]
    [InlineData(
        SafetensorsRule.DuplicateName,
        """{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""",
        0
    )]
    [InlineData(
        SafetensorsRule.DuplicateName,
        """{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"\u0061":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""",
        0
    )]
    [InlineData(SafetensorsRule.DuplicateName, """{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1)]
    [InlineData(SafetensorsRule.DuplicateName, """{"a":{"dtype":"U8","shape":[1],"shape":[1],"data_offsets":[0,1]}}""", 1)]
    [InlineData(SafetensorsRule.DuplicateName, """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"data_offsets":[0,1]}}""", 1)]
    [InlineData(SafetensorsRule.DuplicateName, """{"__metadata__":{"k":"1","k":"2"}}""", 0)]
    [InlineData(SafetensorsRule.DuplicateName, """{"__metadata__":{},"__metadata__":{}}""", 0)]
    [InlineData(SafetensorsRule.Metadata, """{"__metadata__":{"k":1}}""", 0)]
    [InlineData(SafetensorsRule.Metadata, """{"__metadata__":{"k":null}}""", 0)]
    [InlineData(SafetensorsRule.Metadata, """{"__metadata__":{"k":{"l":"m"}}}""", 0)]
    [InlineData(SafetensorsRule.Metadata, """{"__metadata__":"text"}""", 0)]
    [InlineData(SafetensorsRule.Entry, """{"a":1}""", 1)]
    [InlineData(SafetensorsRule.Entry, """{"a":{}}""", 1)]
    [InlineData(SafetensorsRule.Entry, """{"a":{"dtype":"U8","shape":[1]}}""", 1)]
    [InlineData(SafetensorsRule.Entry, """{"a":{"dtype":"U8","data_offsets":[0,1]}}""", 1)]
    [InlineData(SafetensorsRule.Entry, """{"a":{"shape":[1],"data_offsets":[0,1]}}""", 1)]
    [InlineData(SafetensorsRule.Entry, """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"extra":{"deep":[[[]]]}}}""", 1)]
    [InlineData(SafetensorsRule.UnknownDType, """{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", 1)]
    [InlineData(SafetensorsRule.UnknownDType, """{"a":{"dtype":"u8","shape":[1],"data_offsets":[0,1]}}""", 1)]
    [InlineData(SafetensorsRule.UnknownDType, """{"a":{"dtype":8,"shape":[1],"data_offsets":[0,1]}}""", 1)]
    [InlineData(SafetensorsRule.Shape, """{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}""", 1)]
    [InlineData(SafetensorsRule.Shape, """{"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}""", 1)]
    [InlineData(SafetensorsRule.Shape, """{"a":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,1]}}""", 1)]
    [InlineData(SafetensorsRule.Shape, """{"a":{"dtype":"U8","shape":["1"],"data_offsets":[0,1]}}""", 1)]
    [InlineData(SafetensorsRule.Shape, """{"a":{"dtype":"U8","shape":1,"data_offsets":[0,1]}}""", 1)]
    [InlineData(SafetensorsRule.Shape, """{"a":{"dtype":"U8","shape":[[1]],"data_offsets":[0,1]}}""", 1)]
    [InlineData(SafetensorsRule.ShapeOverflow, """{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,1]}}""", 1)]
    [InlineData(SafetensorsRule.ShapeOverflow, """{"a":{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0]}}""", 0)]
    [InlineData(SafetensorsRule.ShapeOverflow, """{"a":{"dtype":"U8","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}""", 0)]
    [InlineData(SafetensorsRule.Offsets, """{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}""", 1)]
    [InlineData(SafetensorsRule.Offsets, """{"a":{"dtype":"U8","shape":[1],"data_offsets":[-1,0]}}""", 1)]
    [InlineData(SafetensorsRule.Offsets, """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}""", 1)]
    [InlineData(SafetensorsRule.Offsets, """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}}""", 1)]
    [InlineData(SafetensorsRule.Offsets, """{"a":{"dtype":"U8","shape":[1],"data_offsets":{}}}""", 1)]
    [InlineData(SafetensorsRule.Size, """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,2]}}""", 2)]
    [InlineData(SafetensorsRule.Size, """{"a":{"dtype":"F32","shape":[],"data_offsets":[0,1]}}""", 1)]
    [InlineData(
        SafetensorsRule.Overlap,
        """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""",
        3
    )]
    [InlineData(
        SafetensorsRule.Overlap,
        """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""",
        2
    )]
    [InlineData(
        SafetensorsRule.Overlap,
        """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[0],"data_offsets":[1,1]}}""",
        2
    )]
    [InlineData(SafetensorsRule.Hole, """{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2)]
    [InlineData(
        SafetensorsRule.Hole,
        """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""",
        3
    )]
    [InlineData(SafetensorsRule.FileEnd, """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 1)]
    [InlineData(SafetensorsRule.FileEnd, """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 3)]
    [InlineData(SafetensorsRule.FileEnd, """{}""", 1)]
    public void A_file_that_breaks_a_rule_is_refused_by_that_rule(SafetensorsRule rule, string header, int dataLength) =>
        Assert.Equal(rule, Refused(RawFile.Bytes(header, dataLength)));

    [Theory]
    [InlineData("{}", 0)]
    [InlineData(" \t\r\n{}\n  ", 0)]
    [InlineData("""{"__metadata__":{}}""", 0)]
    [InlineData("""{"a":{"dtype":"F64","shape":[],"data_offsets":[0,8]}}""", 8)]
    [InlineData("""{"a":{"data_offsets":[0,0],"shape":[0,9223372036854775807],"dtype":"F64"}}""", 0)]
    [InlineData("""{"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]},"a":{"dtype":"U16","shape":[1],"data_offsets":[0,2]}}""", 3)]
    [InlineData(
        """{"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"z":{"dtype":"U8","shape":[0],"data_offsets":[1,1]},"""
            + "\"y\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}",
        1
    )]
    public void Unusual_files_within_the_rules_are_read(string header, int dataLength)
    {
        File.WriteAllBytes(_folder["good"], RawFile.Bytes(header, dataLength));
        using var file = SafetensorsFile.Open(_folder["good"]);
        Assert.Equal(dataLength, file.Tensors.Values.Sum(t => t.ByteLength));
    }

    [Fact]
    public void A_file_shorter_than_its_length_field_is_refused()
    {
        for (var length = 0; length < sizeof(ulong); length++)
            Assert.Equal(SafetensorsRule.FileTooShort, Refused(new byte[length]));
    }

    [Theory]
    [InlineData(100_000_001UL, SafetensorsRule.HeaderTooLong)]
    [InlineData(ulong.MaxValue, SafetensorsRule.HeaderTooLong)]
    [InlineData(1UL << 63, SafetensorsRule.HeaderTooLong)]
    [InlineData(100_000_000UL, SafetensorsRule.HeaderBeyondFile)]
    [InlineData(3UL, SafetensorsRule.HeaderBeyondFile)]
    public void A_header_length_beyond_limit_or_file_is_refused_before_anything_is_allocated(ulong length, SafetensorsRule rule)
    {
        var bytes = RawFile.Bytes("{}", 0);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Assert.Equal(rule, Refused(bytes));
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused()
    {
        var header = Encoding.UTF8.GetBytes("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""");
        header[2] = 0xFF;
        Assert.Equal(SafetensorsRule.HeaderJson, Refused(RawFile.Bytes(header, 1)));
    }

    [Theory]
    [InlineData("""{"a":""", "[", 100_000)]
    [InlineData("""{"a":{"dtype":""", "{\"a\":", 100_000)]
    [InlineData("""{"a":{"shape":[""", "[", 100_000)]
    [InlineData("""{"__metadata__":{"k":""", "[", 100_000)]
    public void Deep_nesting_is_refused_at_the_first_level_too_many(string start, string level, int depth) =>
        Refused(RawFile.Bytes(start + string.Concat(Enumerable.Repeat(level, depth)), 0));

    [Fact]
    public void More_than_64_dimensions_are_refused_and_64_are_not()
    {
        static string Header(int rank) =>
            """{"a":{"dtype":"U8","data_offsets":[0,1],"shape":[""" + string.Join(',', Enumerable.Repeat(1, rank)) + "]}}";
        Assert.Equal(SafetensorsRule.Shape, Refused(RawFile.Bytes(Header(65), 1)));
        File.WriteAllBytes(_folder["good"], RawFile.Bytes(Header(64), 1));
        using var file = SafetensorsFile.Open(_folder["good"]);
        Assert.Equal(64, file.Tensors["a"].Shape.Length);
    }

    [Fact]
    public void A_hundred_thousand_tensors_over_the_same_bytes_are_refused()
    {
        var header = new StringBuilder("{");
        for (var i = 0; i < 100_000; i++)
            header
                .Append(i == 0 ? "" : ",")
                .Append(
                    CultureInfo.InvariantCulture,
                    $$"""
                    "{{i}}":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}
                    """
                );
        Assert.Equal(SafetensorsRule.Overlap, Refused(RawFile.Bytes(header.Append('}').ToString(), 4)));
    }

    [Fact]
    public void Half_a_million_tensors_are_too_many_and_cost_no_more_than_twice_the_file_to_refuse()
    {
        const string Empty = """{"dtype":"U8","shape":[0],"data_offsets":[0,0]}""";
        var header = new StringBuilder("{");
        for (var i = 0; i <= 500_000; i++)
            header.Append(i == 0 ? "\"" : ",\"").Append(i).Append("\":").Append(Empty);
        var bytes = RawFile.Bytes(header.Append('}').ToString(), 0);
        File.WriteAllBytes(_folder["many"], bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(SafetensorsRule.TooManyTensors, Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(_folder["many"])).Rule);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * bytes.Length + (64 << 20));
    }

    [Fact]
    public void The_message_names_the_file_and_the_tensor()
    {
        File.WriteAllBytes(_folder["bad"], RawFile.Bytes("""{"layer.3":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4));
        var e = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(_folder["bad"]));
        Assert.Equal(_folder["bad"], e.File);
        Assert.StartsWith(_folder["bad"], e.Message, StringComparison.Ordinal);
        Assert.Contains("'layer.3' needs 8 bytes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_the_systems_own_error() =>
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Open(_folder["absent"]));

    private SafetensorsRule Refused(byte[] bytes)
    {
        File.WriteAllBytes(_folder["bad"], bytes);
        return Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(_folder["bad"])).Rule;
    }
}
