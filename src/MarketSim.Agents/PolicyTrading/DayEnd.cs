namespace MarketSim.Agents.PolicyTrading;

/// <summary>What the close of the session is to a learner; the words of the parameter <c>endOfDay</c>.</summary>
public enum DayEnd
{
    /// <summary>A time limit: the value of the last state is estimated and counts.</summary>
    Truncated,

    /// <summary>The end: after the last reward nothing is to be had.</summary>
    Terminated,
}
