namespace MarketSim.Learning.Hierarchical.Rewards;

/// <summary>A step of an option, as its reward sees it.</summary>
public readonly ref struct OptionStep
{
    /// <summary>The acting option, from 0.</summary>
    public required int Option { get; init; }

    /// <summary>Shape [observation size]; what the option acted on.</summary>
    public required ReadOnlySpan<float> Observation { get; init; }

    /// <summary>Shape [action size]; as drawn.</summary>
    public required ReadOnlySpan<float> Action { get; init; }

    /// <summary>Reward of the task.</summary>
    public required double TaskReward { get; init; }

    /// <summary>The signals of the step.</summary>
    public required StepSignals Signals { get; init; }

    /// <summary>Memory of the steps before.</summary>
    public required SignalMemory Memory { get; init; }
}

/// <summary>The reward of an option in a step beside the task's.</summary>
/// <returns>A finite number.</returns>
public delegate double OptionRewardFunction(in OptionStep step);
