namespace MarketSim.Cluster.Local;

/// <summary>Signals that a <see cref="LocalProcess"/> is sent; the values are Linux's.</summary>
public enum LocalSignal
{
    /// <summary>The signal of Ctrl-C.</summary>
    Interrupt = 2,
    /// <summary>Ends with a dump where dumps are on.</summary>
    Quit = 3,
    /// <summary>Ends at once.</summary>
    Kill = 9,
    /// <summary>Asks to end.</summary>
    Terminate = 15,
    /// <summary>Lets a stopped process continue.</summary>
    Continue = 18,
    /// <summary>Freezes the process.</summary>
    Stop = 19,
}
