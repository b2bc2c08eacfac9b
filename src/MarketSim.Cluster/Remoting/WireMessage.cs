namespace MarketSim.Cluster.Remoting;

/// <summary>A message that may leave the process; <see cref="WireSerializer"/> takes each of them, and no other.</summary>
internal interface IWireMessage;

/// <summary>A whole frame.</summary>
/// <param name="Receiver">Uid of the actor system that it is for: at the same address another one may live by now.</param>
/// <param name="Frame">Up to <see cref="Chunks.Size"/> bytes.</param>
internal sealed record WireFrame(int Receiver, ReadOnlyMemory<byte> Frame) : IWireMessage;

/// <summary>A piece of a frame that is longer than <see cref="Chunks.Size"/>. The pieces of a frame are sent in order.</summary>
/// <param name="Receiver">As in <see cref="WireFrame"/>.</param>
/// <param name="Sender">Uid of the actor system that sends it.</param>
/// <param name="Number">Of the frame, drawn by the sender; the same for all of its pieces.</param>
/// <param name="Total">Bytes in the frame.</param>
/// <param name="Offset">Of the piece in the frame.</param>
internal sealed record WireChunk(int Receiver, int Sender, long Number, int Total, int Offset, ReadOnlyMemory<byte> Bytes) : IWireMessage;

/// <summary>Asks whether messages pass again, after an association was lost. Answered with the same number.</summary>
internal sealed record WireProbe(int Receiver, int Sender, long Number) : IWireMessage;

/// <inheritdoc cref="WireProbe"/>
internal sealed record WireProbeAnswer(int Receiver, int Sender, long Number) : IWireMessage;

/// <summary>Something that came from outside and is no message of ours. Never sent.</summary>
/// <param name="Manifest">As received, cut to a length that fits a log.</param>
internal sealed record RefusedMessage(string Manifest, string Reason);
