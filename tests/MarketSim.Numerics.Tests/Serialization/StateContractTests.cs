using System.Buffers;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;
using MessagePack;

namespace MarketSim.Numerics.Tests.Serialization;

public sealed class StateContractTests
{
    private static readonly Example Value = new("ü", -129, 1UL << 40, 0.1, [3, 70_000], [[1, 2], []], null);

    [Fact]
    public void Record_has_the_bytes_that_are_written_by_hand_and_comes_back()
    {
        var writer = new MarketSim.Numerics.Serialization.MessagePackWriter();
        writer.WriteArrayHeader(7);
        writer.WriteString("ü");
        writer.WriteInt64(-129);
        writer.WriteUInt64(1UL << 40);
        writer.WriteDouble(0.1);
        writer.WriteArrayHeader(2);
        writer.WriteInt64(3);
        writer.WriteInt64(70_000);
        writer.WriteArrayHeader(2);
        writer.WriteBytes([1, 2]);
        writer.WriteBytes([]);
        writer.WriteNil();

        byte[] bytes = StateContract.Write(Value);
        Assert.Equal(writer.Written.ToArray(), bytes);
        Example read = StateContract.Read<Example>(bytes);
        Assert.Equal((Value.Name, Value.Small, Value.Large, Value.Share, Value.Nothing), (read.Name, read.Small, read.Large, read.Share, read.Nothing));
        Assert.Equal(Value.Numbers, read.Numbers);
        Assert.Equal(Value.Blobs, read.Blobs);
    }

    [Fact]
    public void Record_between_other_values_is_read_to_its_end()
    {
        var writer = new MarketSim.Numerics.Serialization.MessagePackWriter();
        writer.WriteInt64(5);
        StateContract.Write(writer, Value);
        writer.WriteBoolean(true);
        var reader = new MarketSim.Numerics.Serialization.MessagePackReader(writer.Written);
        Assert.Equal(5, reader.ReadInt64());
        Assert.Equal(Value.Numbers, StateContract.Read<Example>(ref reader).Numbers);
        Assert.True(reader.ReadBoolean());
        Assert.True(reader.End);
    }

    /// <summary>Each of these the library reads without a word.</summary>
    public static TheoryData<string, string> Lax { get; } = new()
    {
        { "a trailing byte", "97A2C3BCD1FF7FCF0000010000000000CB3FB999999999999A9203CE0001117092C4020102C400C0" + "00" },
        { "an integer that is longer than needed", "97A2C3BCD2FFFFFF7FCF0000010000000000CB3FB999999999999A9203CE0001117092C4020102C400C0" },
        { "an integer in the place of a double", "97A2C3BCD1FF7FCF0000010000000000019203CE0001117092C4020102C400C0" },
        { "a single in the place of a double", "97A2C3BCD1FF7FCF0000010000000000CA3DCCCCCD9203CE0001117092C4020102C400C0" },
        { "text that is no UTF-8", "97A2C3C3D1FF7FCF0000010000000000CB3FB999999999999A9203CE0001117092C4020102C400C0" },
        { "a member too many", "98A2C3BCD1FF7FCF0000010000000000CB3FB999999999999A9203CE0001117092C4020102C400C0C0" },
        { "a member too few", "96A2C3BCD1FF7FCF0000010000000000CB3FB999999999999A9203CE0001117092C4020102C400" },
    };

    [Theory]
    [MemberData(nameof(Lax))]
    public void What_the_library_would_read_and_not_write_is_refused_with_its_place(string what, string hexadecimal)
    {
        byte[] bytes = Convert.FromHexString(hexadecimal);
        Assert.NotNull(MessagePackSerializer.Deserialize<Example>(bytes, MessagePackSerializerOptions.Standard.WithResolver(MessagePack.Resolvers.StandardResolverAllowPrivate.Instance)));

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => StateContract.Read<Example>(bytes));

        Assert.True(error.Message.StartsWith("Byte ", StringComparison.Ordinal), $"{what}: {error.Message}");
    }

    [Fact]
    public void Damaged_bytes_are_refused_or_read_as_another_value_but_never_end_otherwise()
    {
        byte[] sound = StateContract.Write(Value);
        Assert.Equal("97A2C3BCD1FF7FCF0000010000000000CB3FB999999999999A9203CE0001117092C4020102C400C0", Convert.ToHexString(sound));
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        int refused = 0;
        for (int i = 0; i < 3_000; i++)
        {
            byte[] bytes = [.. sound];
            bytes[random.NextInt32(bytes.Length)] = (byte)random.NextInt32(256);
            byte[] cut = bytes[..(1 + random.NextInt32(bytes.Length))];
            try
            {
                Assert.Equal(cut, StateContract.Write(StateContract.Read<Example>(cut)));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 2_000, 2_999);
    }

    [Fact]
    public void Length_that_is_only_announced_allocates_nothing()
    {
        // An array of 2^31 - 1 numbers, and no number.
        byte[] bytes = Convert.FromHexString("97A2C3BCD1FF7FCF0000010000000000CB3FB999999999999ADD7FFFFFFF");
        Assert.Throws<InvalidDataException>(() => StateContract.Read<Example>(bytes));
    }

    /// <summary>The hand-written pair against the library's own: the same bytes, and each reads what the other wrote.</summary>
    [Fact]
    public void Hot_state_has_the_bytes_of_the_library()
    {
        var random = new RandomStream(2, RandomPurpose.Test, 0, 0);
        var ours = new MarketSim.Numerics.Serialization.MessagePackWriter();
        var buffer = new ArrayBufferWriter<byte>();
        var theirs = new MessagePack.MessagePackWriter(buffer);
        for (int i = 0; i < 50_000; i++)
        {
            long number = (long)(random.NextUInt64() >> random.NextInt32(64)) * (random.NextInt32(2) == 0 ? 1 : -1);
            switch (random.NextInt32(8))
            {
                case 0:
                    ours.WriteInt64(number);
                    theirs.Write(number);
                    break;
                case 1:
                    ours.WriteUInt64((ulong)number);
                    theirs.Write((ulong)number);
                    break;
                case 2:
                    ours.WriteDouble(BitConverter.Int64BitsToDouble(number));
                    theirs.Write(BitConverter.Int64BitsToDouble(number));
                    break;
                case 3:
                    ours.WriteSingle(BitConverter.Int32BitsToSingle((int)number));
                    theirs.Write(BitConverter.Int32BitsToSingle((int)number));
                    break;
                case 4:
                    ours.WriteBoolean(number > 0);
                    theirs.Write(number > 0);
                    break;
                case 5:
                    string text = new('é', random.NextInt32(300));
                    ours.WriteString(text);
                    theirs.Write(text);
                    break;
                case 6:
                    byte[] bytes = new byte[random.NextInt32(70_000) >> random.NextInt32(17)];
                    ours.WriteBytes(bytes);
                    theirs.Write(bytes.AsSpan());
                    break;
                default:
                    int count = random.NextInt32(70_000);
                    ours.WriteArrayHeader(count);
                    theirs.WriteArrayHeader(count);
                    break;
            }
        }

        theirs.Flush();
        Assert.True(ours.Written.SequenceEqual(buffer.WrittenSpan));
        Assert.InRange(ours.Written.Length, 1_000_000, int.MaxValue);
    }
}

/// <summary>A record with members of every kind.</summary>
[MessagePackObject]
public sealed record Example(
    [property: Key(0)] string Name,
    [property: Key(1)] int Small,
    [property: Key(2)] ulong Large,
    [property: Key(3)] double Share,
    [property: Key(4)] long[] Numbers,
    [property: Key(5)] byte[][] Blobs,
    [property: Key(6)] double? Nothing);
