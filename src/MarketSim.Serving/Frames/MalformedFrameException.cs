namespace MarketSim.Serving.Frames;

/// <summary>A client sent no frame of the protocol; the message says where and why.</summary>
internal sealed class MalformedFrameException(string message) : Exception(message);
