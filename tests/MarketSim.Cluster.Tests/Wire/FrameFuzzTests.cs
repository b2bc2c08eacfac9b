using System.Buffers.Binary;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Elements;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Simulation.Participants;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Wire;

/// <summary>Frames nobody wrote: 100,000 of them, MARKETSIM_LONG=1 a million.</summary>
public sealed class FrameFuzzTests(ITestOutputHelper output)
{
    private const int MaxFrameLength = 4_000;

    /// <summary>Bytes for exceptions, their texts, and what is loaded the first time, whatever the frame.</summary>
    private const long FixedAllocation = 16 << 10;

    /// <summary>Bytes for each byte of a frame that is whole: a message of three bytes becomes an object and an entry in the list of messages.</summary>
    private const long AllocationPerByte = 24;

    private static readonly int Frames = LongTests.AreAskedFor ? 1_000_000 : 100_000;
    private static readonly byte[] TooLong = new byte[PeerLimits.MaxFrameBytes + 1];
    private readonly RandomMessages _random = new(seed: 99);
    private readonly List<byte[]> _whole = [];

    [Fact]
    public void Fuzzed_frames_are_refused_and_counted_without_a_crash_and_within_their_bound_of_memory()
    {
        Prepare();
        FrameReader reader = WireFrames.Reader(out FrameFaults faults);
        var refused = new long[Enum.GetValues<FrameFault>().Length];
        long read = 0;
        long most = 0;
        for (int i = 0; i < Frames; i++)
        {
            (byte[] body, FrameFault? expected) = Fuzzed(i % 8);
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool isRead = reader.TryRead(body, out _, out FrameFault fault);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            most = Math.Max(most, allocated - (fault is FrameFault.TooLong or FrameFault.Checksum ? 0 : AllocationPerByte * body.Length));
            if (most > FixedAllocation || isRead != (fault == FrameFault.None) || (expected ?? fault) != fault)
            {
                Assert.Fail($"Frame {i}: {allocated} bytes allocated, expected {expected}, found {fault}: {Convert.ToHexString(body)}");
            }

            refused[(int)fault]++;
            read += isRead ? 1 : 0;
        }

        output.WriteLine(
            $"{Frames} frames, {read} read; " + string.Join(", ", Enum.GetValues<FrameFault>().Select(fault => $"{fault} {refused[(int)fault]}"))
            + $"; at most {most} bytes beyond {AllocationPerByte} for each byte of a frame.");
        foreach (FrameFault fault in Enum.GetValues<FrameFault>().Where(fault => fault != FrameFault.None))
        {
            Assert.Equal(refused[(int)fault], faults[fault]);
            Assert.InRange(faults[fault], Frames / 50, Frames);
        }
    }

    private void Prepare()
    {
        while (_whole.Count < 500)
        {
            byte[] frame = WireFrames.Of(_random.Messages(1 + _random.Next(3)).FindAll(message => message.Message is not PlaceParticipants));
            if (frame.Length <= MaxFrameLength)
            {
                _whole.Add(frame);
            }
        }
    }

    /// <summary>A body, and the fault it must be refused for where that is certain.</summary>
    private (byte[] Body, FrameFault? Expected) Fuzzed(int kind)
    {
        byte[] whole = _whole[_random.Next(_whole.Count)];
        return kind switch
        {
            0 => (_random.Bytes(_random.Next(200)), FrameFault.Checksum),
            1 => (whole[.._random.Next(whole.Length)], FrameFault.Checksum),
            2 => (Flipped(whole, whole.Length, isSealed: false), FrameFault.Checksum),
            3 => (TooLong, FrameFault.TooLong),
            4 => (WithVersion(whole), FrameFault.Version),
            5 => (WireFrames.Sealed(_random.Bytes(_random.Next(200))), null),
            6 => (_random.Next(2) == 0 ? OfUnknownType() : WithLength(whole), null),
            _ => (Flipped(whole, whole.Length - FrameFormat.ChecksumLength, isSealed: true), null),
        };
    }

    private byte[] Flipped(byte[] whole, int length, bool isSealed)
    {
        byte[] body = [.. whole];
        int first = _random.Next(8 * length);
        body[first / 8] ^= (byte)(1 << (first % 8));
        for (int more = _random.Next(3); isSealed && more > 0; more--)
        {
            body[_random.Next(length)] = (byte)_random.Next(256);
        }

        if (isSealed)
        {
            FrameFormat.Seal(body);
        }

        return body;
    }

    /// <summary>The version is the fifth byte of a frame.</summary>
    private byte[] WithVersion(byte[] whole)
    {
        byte[] body = [.. whole];
        body[4] = (byte)(FrameFormat.Version + 1 + _random.Next(100));
        FrameFormat.Seal(body);
        return body;
    }

    private byte[] OfUnknownType()
    {
        byte[] body = WireFrames.Of(new SlotMessage(_random.Next(100), new PrepareParticipant(RandomMessages.Epoch)));
        body[^(FrameFormat.ChecksumLength + 2)] = (byte)(16 + _random.Next(100));
        FrameFormat.Seal(body);
        return body;
    }

    /// <summary>Announces an array, a string or bytes of up to four thousand million somewhere.</summary>
    private byte[] WithLength(byte[] whole)
    {
        byte[] body = [.. whole];
        int at = _random.Next(body.Length - FrameFormat.ChecksumLength - 5);
        body[at] = (byte)(_random.Next(4) switch { 0 => 0xDD, 1 => 0xDB, 2 => 0xC6, _ => 0xDF });
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(at + 1), uint.MaxValue >> _random.Next(32));
        FrameFormat.Seal(body);
        return body;
    }
}
