namespace MarketSim.Agents.PolicyTrading;

/// <summary>The meaning of a learning agent's actions; the values of the parameter <c>actions</c>, in their order.</summary>
public enum ActionKind
{
    /// <summary>One of 2 L + 1 choices: sell L, …, 1 times the order size at once, hold, buy 1, …, L times.</summary>
    Discrete,

    /// <summary>A target position: one number from -1 to 1, times the largest position; the difference is traded at once.</summary>
    Target,

    /// <summary>A bid and an ask around the mid-price: two numbers from -1 to 1 that give their distances from it.</summary>
    Quotes,
}
