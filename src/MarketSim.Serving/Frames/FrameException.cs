namespace MarketSim.Serving.Frames;

/// <summary>A client sent no frame of the protocol; the message says where and why.</summary>
internal sealed class FrameException(string message) : Exception(message);
