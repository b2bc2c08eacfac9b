using System.Diagnostics.Metrics;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Elements;

namespace MarketSim.Cluster.Tests.Wire;

/// <summary>Frames for tests.</summary>
internal static class WireFrames
{
    public static readonly FrameHeader Header = new("run-1", RandomMessages.Epoch, "node.a.1", Sequence: 3, Tick: 41);

    public static byte[] Of(params IReadOnlyList<SlotMessage> messages) => Of(new FrameWriter(), Header, messages);

    public static byte[] Of(FrameWriter writer, in FrameHeader header, IReadOnlyList<SlotMessage> messages)
    {
        foreach (SlotMessage message in messages)
        {
            Add(writer, message);
        }

        return writer.Finish(header);
    }

    public static void Add(FrameWriter writer, SlotMessage message)
    {
        if (message.Slot == SlotMessage.NoSlot)
        {
            writer.Add(message.Message);
        }
        else
        {
            writer.Add(message.Slot, message.Message);
        }
    }

    /// <summary>A frame around any content, with the checksum it should have.</summary>
    public static byte[] Sealed(ReadOnlySpan<byte> content)
    {
        byte[] frame = [.. content, .. new byte[FrameFormat.ChecksumLength]];
        FrameFormat.Seal(frame);
        return frame;
    }

    public static Frame Read(byte[] body)
    {
        Assert.True(Reader(out _).TryRead(body, out Frame? frame, out FrameFault fault, out string reason), $"{fault}: {reason}");
        return frame;
    }

    public static FrameReader Reader(out FrameFaults faults)
    {
        faults = new FrameFaults(new Meter("MarketSim.Cluster"));
        return new FrameReader(faults);
    }
}
