namespace MarketSim.Cluster.Observing;

internal enum FrameDirection
{
    In = 0,
    Out = 1,
}
