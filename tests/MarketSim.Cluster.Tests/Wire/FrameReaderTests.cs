using System.Diagnostics.Metrics;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Elements;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Participants;

namespace MarketSim.Cluster.Tests.Wire;

public sealed class FrameReaderTests
{
    private static readonly byte[] Whole = WireFrames.Of(new SlotMessage(2, new ParticipantReady(7, 2, 99)));

    [Fact]
    public void Body_longer_than_a_transport_carries_is_too_long() =>
        Refused(new byte[PeerLimits.MaxFrameBytes + 1], FrameFault.TooLong, $"{PeerLimits.MaxFrameBytes + 1} bytes");

    [Fact]
    public void Frame_cut_anywhere_fails_its_checksum()
    {
        for (int length = 0; length < Whole.Length; length++)
        {
            Refused(Whole[..length], FrameFault.Checksum, "checksum");
        }
    }

    [Fact]
    public void Every_flipped_bit_fails_the_checksum()
    {
        for (int bit = 0; bit < 8 * Whole.Length; bit++)
        {
            byte[] damaged = [.. Whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Refused(damaged, FrameFault.Checksum, "checksum");
        }
    }

    [Fact]
    public void Other_version_is_refused_by_number_even_with_other_elements_after_it()
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(4);
        writer.WriteInt64(FrameFormat.Magic);
        writer.WriteInt64(FrameFormat.Version + 1);
        writer.WriteString("of another time");
        Refused(WireFrames.Sealed(writer.Written), FrameFault.Version, $"version {FrameFormat.Version + 1}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(255)]
    [InlineData(256 + 1)]
    [InlineData(-1)]
    public void Unknown_type_of_message_is_refused_by_number(long type) =>
        Refused(Framed(writer =>
        {
            writer.WriteArrayHeader(2);
            writer.WriteInt64(type);
            writer.WriteInt64(0);
        }), FrameFault.UnknownType, $"type {type},");

    [Fact]
    public void Other_magic_is_no_frame()
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(2);
        writer.WriteInt64(1234);
        writer.WriteInt64(1);
        Refused(WireFrames.Sealed(writer.Written), FrameFault.Malformed, "found 1234");
    }

    [Fact]
    public void Opened_tick_without_a_snapshot_is_malformed() =>
        Refused(Framed(writer =>
        {
            writer.WriteArrayHeader(5);
            writer.WriteInt64((byte)MessageType.TickOpened);
            writer.WriteInt64(0);
            writer.WriteArrayHeader(0);
            writer.WriteArrayHeader(0);
            writer.WriteArrayHeader(0);
        }), FrameFault.Malformed, "without a snapshot");

    [Fact]
    public void Negative_seat_is_malformed() =>
        Refused(Framed(writer =>
        {
            writer.WriteArrayHeader(2);
            writer.WriteInt64((byte)MessageType.PrepareParticipant);
            writer.WriteInt64(-1);
        }), FrameFault.Malformed, "a slot from 0, found -1");

    [Fact]
    public void Message_with_an_element_too_many_is_malformed() =>
        Refused(Framed(writer =>
        {
            writer.WriteArrayHeader(3);
            writer.WriteInt64((byte)MessageType.Ping);
            writer.WriteInt64(1);
            writer.WriteInt64(1);
        }), FrameFault.Malformed, "expected 2 elements of a message Ping, found 3");

    [Fact]
    public void Announced_requests_beyond_what_the_bytes_can_hold_are_refused_before_room_is_made()
    {
        // 600 bytes follow, enough for an array of 600 elements of any kind, and for 100 of the shortest requests.
        byte[] body = Framed(writer =>
        {
            writer.WriteArrayHeader(8);
            writer.WriteInt64((byte)MessageType.TickActions);
            writer.WriteInt64(0);
            writer.WriteInt64(1);
            writer.WriteInt64(1);
            writer.WriteArrayHeader(3);
            writer.WriteInt64(0);
            writer.WriteInt64(0);
            writer.WriteInt64(0);
            writer.WriteArrayHeader(0);
            writer.WriteArrayHeader(101);
            for (int i = 0; i < 600; i++)
            {
                writer.WriteInt64(0);
            }
        });
        Refused(body, FrameFault.Malformed, "elements of 6 bytes or more within the 600 bytes left, found one of 101 elements");
    }

    [Fact]
    public void Bytes_between_messages_and_checksum_are_malformed() =>
        Refused(WireFrames.Sealed([.. Whole[..^FrameFormat.ChecksumLength], 0]), FrameFault.Malformed, "expected the checksum after the messages");

    [Fact]
    public void Refused_frames_are_counted_by_kind_in_a_meter()
    {
        using var meter = new Meter("MarketSim.Cluster");
        var counted = new List<(string Name, object? Kind, long Value)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter, meter))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => counted.Add((instrument.Name, tags[0].Value, value)));
        listener.Start();
        var faults = new FrameFaults(meter);
        foreach (FrameFault fault in Enum.GetValues<FrameFault>().Where(fault => fault != FrameFault.None))
        {
            faults.Count(fault);
            Assert.Equal(1, faults[fault]);
        }

        Assert.Equal(["too-long", "checksum", "version", "unknown-type", "malformed"], counted.Select(row => row.Kind));
        Assert.All(counted, row => Assert.Equal(("marketsim.frames.refused", 1), (row.Name, row.Value)));
    }

    /// <summary>A frame of one message, made by hand.</summary>
    private static byte[] Framed(Action<MessagePackWriter> message)
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(FrameFormat.ElementCount);
        writer.WriteInt64(FrameFormat.Magic);
        writer.WriteInt64(FrameFormat.Version);
        writer.WriteString("run");
        writer.WriteInt64(7);
        writer.WriteString("node.a.1");
        writer.WriteInt64(1);
        writer.WriteInt64(1);
        writer.WriteNil();
        writer.WriteArrayHeader(1);
        message(writer);
        return WireFrames.Sealed(writer.Written);
    }

    private static void Refused(byte[] body, FrameFault expected, string words)
    {
        FrameReader reader = WireFrames.Reader(out FrameFaults faults);
        Assert.False(reader.TryRead(body, out Frame? frame, out FrameFault fault, out string reason));
        Assert.Null(frame);
        Assert.Equal(expected, fault);
        Assert.Contains(words, reason, StringComparison.Ordinal);
        Assert.Equal(1, faults[expected]);
        Assert.Equal(1, Enum.GetValues<FrameFault>().Sum(kind => faults[kind]));
    }
}
