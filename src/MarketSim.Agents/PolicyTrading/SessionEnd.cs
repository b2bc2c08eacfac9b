namespace MarketSim.Agents.PolicyTrading;

/// <summary>The meaning of the close of the session to a learner; the values of the parameter <c>endOfDay</c>.</summary>
public enum SessionEnd
{
    /// <summary>A time limit: the return includes the estimated value of the last state.</summary>
    Truncated,

    /// <summary>A terminal state: no reward follows.</summary>
    Terminated,
}
