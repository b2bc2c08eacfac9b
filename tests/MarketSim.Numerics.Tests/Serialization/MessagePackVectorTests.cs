using System.Globalization;
using System.Security.Cryptography;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Numerics.Tests.Serialization;

/// <summary>Against the bytes of another implementation (Data/make_vectors.py), in both directions.</summary>
public sealed class MessagePackVectorTests
{
    [Fact]
    public void Written_bytes_equal_those_of_another_implementation()
    {
        int rows = 0;
        foreach (string[] row in Vectors())
        {
            var writer = new MessagePackWriter(0);
            Write(writer, row[0], row[1]);
            Assert.Equal((row[0], row[1], row[2]), (row[0], row[1], Text(writer.Written)));
            rows++;
        }

        Assert.InRange(rows, 100, int.MaxValue);
    }

    [Fact]
    public void Values_of_another_implementation_are_read_to_their_end_and_skipped_to_it()
    {
        foreach (string[] row in Vectors().Where(row => !row[2].StartsWith("sha256:", StringComparison.Ordinal)))
        {
            byte[] bytes = Convert.FromHexString(row[2]);
            var reader = new MessagePackReader(bytes);
            Check(ref reader, row[0], row[1]);
            Assert.True(reader.End, $"{row[0]} {row[1]}");
            var skipper = new MessagePackReader(bytes);
            skipper.Skip();
            Assert.True(skipper.End, $"{row[0]} {row[1]}");
        }
    }

    private static IEnumerable<string[]> Vectors() => VectorFile.Rows("Serialization/Data/messagepack.tsv");

    private static string Text(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= 64 ? Convert.ToHexStringLower(bytes) : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static void Write(MessagePackWriter writer, string kind, string value)
    {
        switch (kind)
        {
            case "int64":
                writer.WriteInt64(Int64(value));
                break;
            case "uint64":
                writer.WriteUInt64(UInt64(value));
                break;
            case "double":
                writer.WriteDouble(Double(value));
                break;
            case "single":
                writer.WriteSingle(Single(value));
                break;
            case "constant":
                WriteConstant(writer, value);
                break;
            case "letters":
                writer.WriteString(new string('a', Int32(value)));
                break;
            case "bytes":
                writer.WriteBytes(Sevens(value));
                break;
            case "nils":
                writer.WriteArrayHeader(Int32(value));
                for (int i = 0; i < Int32(value); i++)
                {
                    writer.WriteNil();
                }

                break;
            case "string":
                writer.WriteString(value);
                break;
            case "nested":
                WriteNested(writer);
                break;
            default:
                Assert.Fail($"The vectors hold a kind that the test does not know: {kind}");
                break;
        }
    }

    private static void Check(ref MessagePackReader reader, string kind, string value)
    {
        switch (kind)
        {
            case "int64":
                Assert.Equal(Int64(value), reader.ReadInt64());
                break;
            case "uint64":
                Assert.Equal(UInt64(value), reader.ReadUInt64());
                break;
            case "double":
                Assert.Equal(BitConverter.DoubleToInt64Bits(Double(value)), BitConverter.DoubleToInt64Bits(reader.ReadDouble()));
                break;
            case "single":
                Assert.Equal(BitConverter.SingleToInt32Bits(Single(value)), BitConverter.SingleToInt32Bits(reader.ReadSingle()));
                break;
            case "constant" when value == "None":
                Assert.True(reader.TryReadNil());
                break;
            case "constant":
                Assert.Equal(value == "True", reader.ReadBoolean());
                break;
            case "letters":
                Assert.Equal(new string('a', Int32(value)), reader.ReadString());
                break;
            case "bytes":
                Assert.Equal(Sevens(value), reader.ReadBytes().ToArray());
                break;
            case "nils":
                reader.ReadArrayHeader(Int32(value));
                for (int i = 0; i < Int32(value); i++)
                {
                    Assert.True(reader.TryReadNil());
                }

                break;
            case "string":
                Assert.Equal(value, reader.ReadString());
                break;
            default:
                CheckNested(ref reader);
                break;
        }
    }

    private static void WriteConstant(MessagePackWriter writer, string value)
    {
        if (value == "None")
        {
            writer.WriteNil();
        }
        else
        {
            writer.WriteBoolean(value == "True");
        }
    }

    /// <summary>[1, [True, None, "x"], [], b"\x01\x02", [-1.25, [300, -300]]]</summary>
    private static void WriteNested(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(5);
        writer.WriteInt64(1);
        writer.WriteArrayHeader(3);
        writer.WriteBoolean(true);
        writer.WriteNil();
        writer.WriteString("x");
        writer.WriteArrayHeader(0);
        writer.WriteBytes([1, 2]);
        writer.WriteArrayHeader(2);
        writer.WriteDouble(-1.25);
        writer.WriteArrayHeader(2);
        writer.WriteInt64(300);
        writer.WriteInt64(-300);
    }

    private static void CheckNested(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(5);
        Assert.Equal(1, reader.ReadInt32());
        Assert.Equal(3, reader.ReadArrayHeader());
        Assert.False(reader.TryReadNil());
        Assert.True(reader.ReadBoolean());
        Assert.True(reader.TryReadNil());
        Assert.Equal("x", reader.ReadString());
        Assert.Equal(0, reader.ReadArrayHeader());
        Assert.Equal([1, 2], reader.ReadBytes().ToArray());
        reader.ReadArrayHeader(2);
        Assert.Equal(-1.25, reader.ReadDouble());
        reader.ReadArrayHeader(2);
        Assert.Equal(300, reader.ReadInt64());
        Assert.Equal(-300, reader.ReadInt64());
    }

    private static int Int32(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static long Int64(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static ulong UInt64(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    private static double Double(string hex) => BitConverter.UInt64BitsToDouble(Convert.ToUInt64(hex, 16));

    private static float Single(string hex) => BitConverter.UInt32BitsToSingle(Convert.ToUInt32(hex, 16));

    private static byte[] Sevens(string length) => Enumerable.Repeat((byte)7, Int32(length)).ToArray();
}
