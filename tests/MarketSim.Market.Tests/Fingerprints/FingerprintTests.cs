using System.Security.Cryptography;
using System.Text;
using MarketSim.Market.Book;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Tests.Fingerprints;

public sealed class FingerprintTests
{
    private static readonly BookEvent Cancelled = new(
        BookEventKind.Cancelled,
        EventReason.Residual,
        Side.Sell,
        new SimulatedTime(0x0102030405060708),
        OrderId.Of(new AccountId(0x11), 0x22),
        new AccountId(0x11),
        new Price(0x3344),
        new Quantity(0x55),
        new Quantity(-2),
        default,
        default,
        default);

    private static readonly BookEvent Traded = Cancelled with
    {
        Kind = BookEventKind.Traded,
        Reason = EventReason.None,
        Side = Side.Buy,
        Remaining = new Quantity(6),
        RestingOrder = OrderId.Of(new AccountId(0x77), 0x88),
        RestingAccount = new AccountId(0x77),
        RestingRemaining = new Quantity(0x99),
    };

    // By the table of the appendix on determinism: kind, reason, side, then 64-bit integers, the lowest byte first.
    private static readonly byte[] CancelledBytes = Convert.FromHexString(
        "044101" + "0807060504030201" + "2200000011000000" + "1100000000000000" + "4433000000000000" + "5500000000000000" + "FEFFFFFFFFFFFFFF");

    private static readonly byte[] TradedBytes = Convert.FromHexString(
        "030000" + "0807060504030201" + "2200000011000000" + "1100000000000000" + "4433000000000000" + "5500000000000000" + "0600000000000000"
        + "8800000077000000" + "7700000000000000" + "9900000000000000");

    private static byte[] Origin => SHA256.HashData(Encoding.ASCII.GetBytes("MarketSim fingerprint 1"));

    [Fact]
    public void Event_is_encoded_as_the_appendix_says()
    {
        byte[] buffer = new byte[EventEncoding.MaximumLength];

        Assert.Equal(51, EventEncoding.Encode(Cancelled, buffer));
        Assert.Equal(CancelledBytes, buffer[..51]);
        Assert.Equal(75, EventEncoding.Encode(Traded, buffer));
        Assert.Equal(TradedBytes, buffer);
    }

    [Fact]
    public void Chain_is_the_hash_of_the_value_before_the_tick_and_its_events()
    {
        Fingerprint fingerprint = new(tickCount: 100);
        Assert.Equal(Hex(Origin), fingerprint.Value);

        fingerprint.Add(Traded);
        fingerprint.Add(Cancelled);
        fingerprint.CloseTick(5);
        byte[] first = SHA256.HashData([.. Origin, 5, 0, 0, 0, 0, 0, 0, 0, .. TradedBytes, .. CancelledBytes]);
        Assert.Equal(Hex(first), fingerprint.Value);

        fingerprint.CloseTick(6);
        Assert.Equal(Hex(first), fingerprint.Value);

        fingerprint.Add(Cancelled);
        fingerprint.CloseTick(0x0203);
        Assert.Equal(Hex(SHA256.HashData([.. first, 3, 2, 0, 0, 0, 0, 0, 0, .. CancelledBytes])), fingerprint.Value);
    }

    [Fact]
    public void Tick_of_more_events_than_the_first_buffer_holds_is_hashed_whole()
    {
        Fingerprint fingerprint = new(tickCount: 100);
        List<byte> bytes = [.. Origin, 0, 0, 0, 0, 0, 0, 0, 0];
        for (int index = 0; index < 500; index++)
        {
            fingerprint.Add(index % 3 == 0 ? Traded : Cancelled);
            bytes.AddRange(index % 3 == 0 ? TradedBytes : CancelledBytes);
        }

        fingerprint.CloseTick(0);

        Assert.Equal(Hex(SHA256.HashData(bytes.ToArray())), fingerprint.Value);
    }

    [Fact]
    public void Milestones_over_gaps_hold_the_value_before_their_tick()
    {
        Fingerprint fingerprint = new(tickCount: 10_000);
        string origin = fingerprint.Value;

        string after3 = Tick(fingerprint, 3);
        Assert.Empty(fingerprint.Milestones);
        string after2500 = Tick(fingerprint, 2_500);
        Assert.Equal([after3, after3], fingerprint.Milestones);
        string after3000 = Tick(fingerprint, 3_000);
        Assert.Equal([after3, after3, after2500], fingerprint.Milestones);
        fingerprint.CloseTick(3_999);
        Assert.Equal(3, fingerprint.Milestones.Count);
        fingerprint.CloseTick(4_000);
        Assert.Equal([after3, after3, after2500, after3000], fingerprint.Milestones);
        Assert.Equal(4, new[] { origin, after3, after2500, after3000 }.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(100_000_000, 1_000)]
    [InlineData(100_000_999, 1_000)]
    [InlineData(100_001_000, 10_000)]
    [InlineData(2_340_000_000, 100_000)]
    [InlineData(23_400_000_000_000, 1_000_000_000)]
    public void Milestones_of_a_long_session_are_further_apart(long tickCount, long spacing)
    {
        Fingerprint fingerprint = new(tickCount);
        fingerprint.CloseTick(2 * spacing);

        Assert.Equal(spacing, fingerprint.TicksPerMilestone);
        Assert.Equal(2, fingerprint.Milestones.Count);
        Assert.InRange(tickCount / spacing, 0, 100_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sealing_early_or_late_or_looking_in_between_gives_the_same(ulong seed)
    {
        Fingerprint plain = new(tickCount: 100_000);
        Fingerprint disturbed = new(tickCount: 100_000);
        RandomStream random = new(seed, RandomPurpose.Test, 0, 0);
        long tick = 0;
        for (int step = 0; step < 300; step++)
        {
            for (long events = random.NextInt64(4); events > 0; events--)
            {
                BookEvent happened = Cancelled with { Order = new OrderId(random.NextInt64(1_000)) };
                plain.Add(happened);
                Disturb(disturbed, ref random);
                disturbed.Add(happened);
                Disturb(disturbed, ref random);
            }

            plain.CloseTick(tick);
            disturbed.CloseTick(tick);
            Disturb(disturbed, ref random);
            tick += 1 + random.NextInt64(200);
        }

        Assert.Equal(plain.Value, disturbed.Value);
        Assert.Equal(plain.Milestones, disturbed.Milestones);
        Assert.True(plain.Milestones.Count > 10);
    }

    [Fact]
    public void Restored_fingerprint_goes_on_like_the_saved_one()
    {
        Fingerprint saved = new(tickCount: 10_000);
        Tick(saved, 900);
        Tick(saved, 1_100);
        Fingerprint restored = new(tickCount: 10_000);
        Tick(restored, 7);
        restored.Add(Traded);
        restored.CloseTick(8);

        MessagePackWriter writer = new();
        saved.Save(writer);
        MessagePackReader reader = new(writer.Written);
        restored.Restore(ref reader);

        Assert.True(reader.End);
        Assert.Equal(saved.Value, restored.Value);
        Assert.Equal(Tick(saved, 2_000), Tick(restored, 2_000));
        Assert.Equal(saved.Milestones, restored.Milestones);
        Assert.Equal(2, restored.Milestones.Count);
    }

    [Fact]
    public void Fingerprint_is_not_saved_inside_a_tick()
    {
        Fingerprint fingerprint = new(tickCount: 10);
        fingerprint.Add(Traded);

        Assert.Throws<InvalidOperationException>(() => fingerprint.Save(new MessagePackWriter()));
    }

    private static void Disturb(Fingerprint fingerprint, ref RandomStream random)
    {
        switch (random.NextInt64(4))
        {
            case 0:
                fingerprint.Seal();
                break;
            case 1:
                _ = fingerprint.Value;
                break;
            case 2:
                _ = fingerprint.Milestones;
                break;
            default:
                break;
        }
    }

    private static string Tick(Fingerprint fingerprint, long tick)
    {
        fingerprint.Add(Cancelled with { Time = new SimulatedTime(tick) });
        fingerprint.CloseTick(tick);
        return fingerprint.Value;
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
