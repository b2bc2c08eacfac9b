namespace MarketSim.Cluster.Wire;

/// <summary>A frame that cannot be read.</summary>
internal sealed class FrameException : Exception
{
    public FrameException(FrameFault fault, string message)
        : base(message) => Fault = fault;

    public FrameFault Fault { get; }
}
