namespace MarketSim.Simulation.Evaluation;

/// <summary>The settings of a comparison of trained policies.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Episodes that every policy plays, each on a separate market; the same ones for all. At least 1.</summary>
    public int Episodes { get; init; } = 200;

    /// <summary>Markets are numbered from here, so that later evaluations can take others; 0 or more.</summary>
    public int FirstEpisode { get; init; }

    /// <summary>
    /// Seed of the markets and of all agents' draws in them, so that trainings with several seeds are evaluated on the same markets; null for the
    /// scenario's own, which always decides the weights that the untrained begin with.
    /// </summary>
    public ulong? MarketSeed { get; init; }

    /// <summary>True to take the likeliest action of each policy instead of drawing one.</summary>
    public bool IsDeterministic { get; init; }

    /// <summary>Groups to evaluate; null for all that learn.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Policies that the trained policies are compared with; null for all.</summary>
    public IReadOnlyList<string>? Against { get; init; }

    /// <summary>Threads that episodes are spread over, at least 1; changes no result.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>True to record the wealth at every decision.</summary>
    public bool KeepsPaths { get; init; }

    /// <summary>Told after each episode how many are done and how many there are, on some thread.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>Cancels the evaluation, which ends with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Interrupt { get; init; }
}
