namespace MarketSim.Learning.Environments;

/// <summary>The result of one step.</summary>
/// <param name="Reward">Finite.</param>
/// <param name="Terminated">The episode has ended by itself: nothing is to be had from its last state.</param>
/// <param name="Truncated">The episode was cut off, by a time limit for instance: its last state still has a value.</param>
/// <param name="Info">Figures beside the reward, by name; null for none.</param>
public readonly record struct StepResult(double Reward, bool Terminated, bool Truncated, IReadOnlyDictionary<string, double>? Info = null)
{
    /// <summary>True when the episode is over.</summary>
    public bool IsLast => Terminated || Truncated;
}
