namespace MarketSim.Learning.Rollouts;

/// <summary>The rewards of a segment, which lies within one episode, and the values of its states: what advantages are estimated from.</summary>
public readonly ref struct ValuedSegment
{
    /// <param name="rewards">Shape [T]; one per step.</param>
    /// <param name="values">Shape [T]; of the state before each step.</param>
    /// <param name="bootstrapValue">Value of the state after the last step; 0 when it was terminal, not when it was cut off.</param>
    /// <param name="gamma">Discount per step, 0 to 1.</param>
    public ValuedSegment(ReadOnlySpan<float> rewards, ReadOnlySpan<float> values, float bootstrapValue, double gamma)
    {
        Rewards = rewards;
        Values = values;
        BootstrapValue = bootstrapValue;
        Gamma = gamma;
    }

    /// <summary>Shape [T]; one per step.</summary>
    public ReadOnlySpan<float> Rewards { get; }

    /// <summary>Shape [T]; of the state before each step.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>Value of the state after the last step.</summary>
    public float BootstrapValue { get; }

    /// <summary>Discount per step.</summary>
    public double Gamma { get; }

    /// <summary>Shape [T]; the discount of what follows each step, where steps last several steps of the environment. Empty for gamma each.</summary>
    public ReadOnlySpan<double> Discounts { get; init; }

    /// <summary>Number of steps.</summary>
    public int Length => Rewards.Length;

    /// <summary>The discount of what follows a step.</summary>
    public double DiscountAfter(int step) => Discounts.IsEmpty ? Gamma : Discounts[step];
}
