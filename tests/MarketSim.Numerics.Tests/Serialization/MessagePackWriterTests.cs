using MarketSim.Numerics.Serialization;

namespace MarketSim.Numerics.Tests.Serialization;

public sealed class MessagePackWriterTests
{
    [Fact]
    public void Cleared_writer_starts_again_and_allocates_no_more()
    {
        var writer = new MessagePackWriter();
        byte[] payload = new byte[5000];
        writer.WriteBytes(payload);
        writer.WriteString("price");
        long before = GC.GetAllocatedBytesForCurrentThread();
        writer.Clear();
        int empty = writer.Written.Length;
        writer.WriteBytes(payload);
        writer.WriteString("price");
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, empty);
        Assert.Equal(5003 + 6, writer.Written.Length);
        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData(0x7FF8000000000001)]
    [InlineData(unchecked((long)0xFFF0000000000123))]
    public void Doubles_keep_every_bit_of_a_nan(long bits)
    {
        var writer = new MessagePackWriter();
        writer.WriteDouble(BitConverter.Int64BitsToDouble(bits));
        Assert.Equal(bits, BitConverter.DoubleToInt64Bits(new MessagePackReader(writer.Written).ReadDouble()));
    }

    [Fact]
    public void Text_that_is_not_utf16_is_refused() =>
        Assert.Throws<System.Text.EncoderFallbackException>(() => new MessagePackWriter().WriteString("\uD800"));

    [Fact]
    public void Negative_counts_are_refused()
    {
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => new MessagePackWriter().WriteArrayHeader(-1)).ParamName);
        Assert.Equal("initialCapacity", Assert.Throws<ArgumentOutOfRangeException>(() => new MessagePackWriter(-1)).ParamName);
    }
}
