namespace MarketSim.Agents.PolicyTrading;

/// <summary>The meaning of the close of the session to a learner; the values of the parameter <c>endOfDay</c>.</summary>
public enum DayEnd
{
    /// <summary>A time limit: the value of the last state is estimated and counts.</summary>
    Truncated,

    /// <summary>The end: after the last reward nothing is to be had.</summary>
    Terminated,
}
