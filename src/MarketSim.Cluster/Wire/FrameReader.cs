using System.Diagnostics.CodeAnalysis;
using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.Wire;

/// <summary>Reads frames of any origin: what is not a frame is refused and counted, whatever its bytes. Any thread may read.</summary>
internal sealed class FrameReader(FrameFaults faults)
{
    /// <inheritdoc cref="TryRead(ReadOnlyMemory{byte}, out Frame, out FrameFault, out string)"/>
    public bool TryRead(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out Frame? frame, out FrameFault fault) =>
        TryRead(body, out frame, out fault, out _);

    /// <summary>Reads a body as a frame. Its messages hold copies, so the body may be used again.</summary>
    /// <param name="fault">Reason of the refusal; <see cref="FrameFault.None"/> when it was not.</param>
    /// <param name="reason">The same for an operator; empty when it was not refused.</param>
    public bool TryRead(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out Frame? frame, out FrameFault fault, out string reason)
    {
        fault = FaultAround(body.Span, out reason);
        frame = null;
        if (fault == FrameFault.None)
        {
            try
            {
                frame = FrameContent.Read(body.Span[..^FrameFormat.ChecksumLength]);
                return true;
            }
            catch (FrameException exception)
            {
                fault = exception.Fault;
                reason = exception.Message;
            }
            catch (InvalidDataException exception)
            {
                fault = FrameFault.Malformed;
                reason = exception.Message;
            }
        }

        faults.Count(fault);
        return false;
    }

    /// <summary>Checks length and checksum before anything is decoded. Throws nothing, so that random bytes on a connection cost little.</summary>
    private static FrameFault FaultAround(ReadOnlySpan<byte> body, out string reason)
    {
        if (body.Length > PeerLimits.MaxFrameBytes)
        {
            reason = $"The body has {body.Length} bytes; a frame has at most {PeerLimits.MaxFrameBytes}.";
            return FrameFault.TooLong;
        }

        if (!FrameFormat.IsSealed(body))
        {
            reason = "The checksum is wrong: the frame was damaged or cut off, or it is none.";
            return FrameFault.Checksum;
        }

        reason = string.Empty;
        return FrameFault.None;
    }
}
