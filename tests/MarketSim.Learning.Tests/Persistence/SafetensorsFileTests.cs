using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MarketSim.Learning.Persistence;
using MarketSim.Learning.Tests.OtherRuntimes;

namespace MarketSim.Learning.Tests.Persistence;

public sealed class SafetensorsFileTests
{
    private static readonly SafetensorsFile Sample = new(
        [
            Tensor.Of("actor.weight", [2, 3], [1f, -2.5f, float.Epsilon, 3e38f, -0f, 0.1f]),
            Tensor.Of("actor.bias", [2], [7f, 8f]),
            Tensor.Of("normaliser.count", [], [123456789.25]),
            Tensor.Of("empty", [0, 4], ReadOnlySpan<float>.Empty),
        ],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt", ["note"] = "größer \"than\" <ever>" });

    [Fact]
    public void File_holds_the_bytes_of_the_specification()
    {
        byte[] expected = File(
            """{"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0);

        var file = new SafetensorsFile([Tensor.Of("b", [2], [1f, -2f])], new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" });

        Assert.Equal(expected, file.ToBytes());
    }

    [Fact]
    public void What_was_written_is_read_bit_for_bit()
    {
        using var folder = new TemporaryFolder();
        Sample.Write(folder.PathOf("model.safetensors"));

        SafetensorsFile read = SafetensorsFile.Read(folder.PathOf("model.safetensors"));

        Assert.Equal(["normaliser.count", "actor.bias", "actor.weight", "empty"], read.Tensors.Select(tensor => tensor.Name), StringComparer.Ordinal);
        Assert.Equal(Bits([1f, -2.5f, float.Epsilon, 3e38f, -0f, 0.1f]), Bits(read.FiniteSingles("actor.weight", 2, 3)));
        Assert.Equal([123456789.25], read.FiniteDoubles("normaliser.count"));
        Assert.Empty(read.FiniteSingles("empty", 0, 4));
        Assert.Equal("größer \"than\" <ever>", read.FindNote("note"));
        Assert.Equal(["model.safetensors"], Directory.GetFiles(folder.FullPath).Select(Path.GetFileName), StringComparer.Ordinal);
    }

    [Fact]
    public void Bytes_do_not_depend_on_the_order_given() => Assert.Equal(
        Sample.ToBytes(),
        new SafetensorsFile(Sample.Tensors.Reverse(), Sample.Metadata).ToBytes());

    [Fact]
    public void Two_tensors_of_one_name_are_refused() => Assert.Throws<ArgumentException>(
        () => new SafetensorsFile([Tensor.Of("w", [1], [1f]), Tensor.Of("w", [1], [2f])]));

    [Fact]
    public void Shape_that_does_not_give_the_number_of_values_is_refused() =>
        Assert.Throws<ArgumentException>(() => Tensor.Of("w", [2, 2], [1f, 2f, 3f]));

    [NodeFact]
    public void Library_of_the_formats_authors_reads_the_header()
    {
        using var folder = new TemporaryFolder();
        Sample.Write(folder.PathOf("model.safetensors"));

        using JsonDocument read = JsonDocument.Parse(OtherProgram.Node("read-safetensors.mjs", folder.PathOf("model.safetensors")));

        JsonElement header = read.RootElement.GetProperty("header");
        Assert.Equal("""{"dtype":"F32","shape":[2,3],"data_offsets":[16,40]}""", header.GetProperty("actor.weight").GetRawText());
        Assert.Equal("größer \"than\" <ever>", header.GetProperty("__metadata__").GetProperty("note").GetString());
        Assert.Equal("""{"dtype":"F64","shape":[],"data_offsets":[0,8]}""", header.GetProperty("normaliser.count").GetRawText());
        Assert.Equal(8, read.RootElement.GetProperty("parameters").GetProperty("F32").GetInt32());
    }

    [PythonFact]
    public void Another_parser_reads_every_value()
    {
        using var folder = new TemporaryFolder();
        Sample.Write(folder.PathOf("model.safetensors"));

        using JsonDocument read = JsonDocument.Parse(OtherProgram.Python("Persistence/read_safetensors.py", folder.PathOf("model.safetensors")));

        Assert.Equal(
            [1f, -2.5f, float.Epsilon, 3e38f, -0f, 0.1f],
            read.RootElement.GetProperty("actor.weight").GetProperty("values").EnumerateArray().Select(value => value.GetSingle()));
        Assert.Equal(123456789.25, read.RootElement.GetProperty("normaliser.count").GetProperty("values")[0].GetDouble());
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] bytes = Sample.ToBytes();
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Parse(bytes.AsMemory(0, length), "model.safetensors"));
        }
    }

    [Theory]
    [InlineData("", "the file ends after 0 bytes")]
    [InlineData("FFFFFFFFFFFFFFFF7B7D", "given as 18446744073709551615 bytes; it must be 2 to 100000000")]
    [InlineData("00E1F50500000000" + "7B7D", "given as 100000000 bytes, but only 2 follow; the file is cut short")]
    [InlineData("0100000000000000" + "7B", "given as 1 bytes; it must be 2")]
    [InlineData("0200000000000000" + "5B5D", "does not begin with '{'")]
    [InlineData("0200000000000000" + "7BFF", "not UTF-8")]
    [InlineData("0200000000000000" + "7B7B", "not the JSON it must be")]
    public void Damaged_beginning_is_refused(string hexadecimal, string message) => Refuses(Convert.FromHexString(hexadecimal), message);

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}""", "shape [2] needs 8 bytes; its offsets [0, 12] give it 12")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "'w' begins at byte 4 and leaves a gap")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"v":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "'v' begins at byte 4 and overlaps")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"v":{"dtype":"U8","shape":[1],"data_offsets":[9,10]}}""", "'v' begins at byte 9 and leaves a gap")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "the tensors end at byte 8 of the data, but the file has 12")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "ends at byte 16 of the data, but the file has only 12")]
    [InlineData("""{"w":{"dtype":"F33","shape":[3],"data_offsets":[0,12]}}""", "of type \"F33\"; known are BOOL, U8")]
    [InlineData("""{"w":{"dtype":3,"shape":[3],"data_offsets":[0,12]}}""", "of type 3; known are")]
    [InlineData("""{"w":{"dtype":"F32","shape":[3.5],"data_offsets":[0,12]}}""", "holds 3.5")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-3],"data_offsets":[0,12]}}""", "holds -3")]
    [InlineData("""{"w":{"dtype":"F32","shape":3,"data_offsets":[0,12]}}""", "is 3; it must be a list")]
    [InlineData("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[12,0]}}""", "must be its begin and its end")]
    [InlineData("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[12]}}""", "must be its begin and its end")]
    [InlineData("""{"w":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,4],"data_offsets":[0,12]}}""", "longer than any file")]
    [InlineData("""{"w":{"dtype":"F32","data_offsets":[0,12]}}""", "needs dtype, shape and data_offsets")]
    [InlineData("""{"w":[1]}""", "needs dtype, shape and data_offsets")]
    [InlineData("""{"__metadata__":{"n":1}}""", "__metadata__.n is Number; it must be a text")]
    [InlineData("""{"__metadata__":"n"}""", "__metadata__ is String")]
    [InlineData("""{"__metadata__":{"n":"\ud800"}}""", "not Unicode")]
    [InlineData("""{"w":{"dtype":"U8","shape":[12],"data_offsets":[0,12]},"w":{"dtype":"U8","shape":[12],"data_offsets":[0,12]}}""", "not the JSON it must be")]
    public void Damaged_header_is_refused(string header, string message) => Refuses(File(header, new byte[12]), message);

    [Fact]
    public void Types_of_other_programs_are_read()
    {
        SafetensorsFile file = SafetensorsFile.Parse(
            File("""{"w":{"dtype":"BF16","shape":[3],"data_offsets":[6,12]},"v":{"dtype":"F8_E4M3","shape":[6],"data_offsets":[0,6]}}   """, new byte[12]), "other");

        Assert.Equal([TensorType.F8E4M3, TensorType.BF16], file.Tensors.Select(tensor => tensor.Type));
    }

    [Fact]
    public void File_of_another_model_is_refused_naming_what_differs()
    {
        SafetensorsFile file = SafetensorsFile.Parse(Sample.ToBytes(), "ppo.safetensors");

        Assert.Equal(
            "ppo.safetensors: tensor 'actor.weight' has shape [2, 3]; the model needs [3, 2]. The file is of a model of other sizes.",
            Assert.Throws<InvalidDataException>(() => file.FiniteSingles("actor.weight", 3, 2)).Message);
        Assert.Equal(
            "ppo.safetensors: tensor 'normaliser.count' is of type F64; the model needs F32.",
            Assert.Throws<InvalidDataException>(() => file.FiniteSingles("normaliser.count")).Message);
        Assert.Equal(
            "ppo.safetensors: there is no tensor 'critic.bias'; the file has 'normaliser.count', 'actor.bias', 'actor.weight', 'empty'.",
            Assert.Throws<InvalidDataException>(() => file.FiniteSingles("critic.bias", 2)).Message);
        Assert.Contains(
            "'empty' of shape [0, 4] has no place in the model",
            Assert.Throws<InvalidDataException>(() => file.RequireNoOthers(["actor.weight", "actor.bias", "normaliser.count"])).Message,
            StringComparison.Ordinal);
        Assert.Contains("lacks 'algorithm'", Assert.Throws<InvalidDataException>(() => file.FindNote("algorithm")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Number_that_is_not_finite_is_refused_where_a_model_is_read(float value)
    {
        SafetensorsFile file = SafetensorsFile.Parse(new SafetensorsFile([Tensor.Of("w", [3], [1f, 2f, value])]).ToBytes(), "sac.safetensors");

        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"sac.safetensors: tensor 'w' holds {value} at element 2; a model's numbers must be finite."),
            Assert.Throws<InvalidDataException>(() => file.FiniteSingles("w", 3)).Message);
    }

    private static void Refuses(byte[] content, string message)
    {
        string refused = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Parse(content, "model.safetensors")).Message;
        Assert.StartsWith("model.safetensors: ", refused, StringComparison.Ordinal);
        Assert.Contains(message, refused, StringComparison.Ordinal);
    }

    private static byte[] File(string header, params byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header.PadRight((header.Length + 7) / 8 * 8));
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }

    private static IEnumerable<int> Bits(IEnumerable<float> values) => values.Select(BitConverter.SingleToInt32Bits);
}
