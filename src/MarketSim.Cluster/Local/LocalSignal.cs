namespace MarketSim.Cluster.Local;

/// <summary>Signals that a <see cref="LocalProcess"/> is sent; the values are Linux's.</summary>
public enum LocalSignal
{
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
