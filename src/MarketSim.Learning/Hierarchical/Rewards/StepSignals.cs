namespace MarketSim.Learning.Hierarchical.Rewards;

/// <summary>The signals that the named rewards of options are computed from.</summary>
/// <param name="Position">Held during the step, as a share of the greatest position; negative is short.</param>
/// <param name="Move">Return of what can be held over the step, in usual moves.</param>
/// <param name="Remaining">Share of an order that is still to be carried out after the step, 0 to 1; 0 where there is none.</param>
public readonly record struct StepSignals(double Position, double Move, double Remaining)
{
    /// <summary>The figure of a step (<see cref="Environments.StepResult.Info"/>) that says the position.</summary>
    public const string PositionName = "position";

    /// <summary>The figure that says the move.</summary>
    public const string MoveName = "move";

    /// <summary>The figure that says what remains.</summary>
    public const string RemainingName = "remaining";

    /// <summary>Reads the signals from the figures of a step; one that they do not have is 0.</summary>
    /// <param name="info">Null for none.</param>
    public static StepSignals Of(IReadOnlyDictionary<string, double>? info) => new(Figure(info, PositionName), Figure(info, MoveName), Figure(info, RemainingName));

    private static double Figure(IReadOnlyDictionary<string, double>? info, string name) => info is not null && info.TryGetValue(name, out double value) ? value : 0;
}
