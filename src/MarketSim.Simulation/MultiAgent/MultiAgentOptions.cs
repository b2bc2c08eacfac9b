namespace MarketSim.Simulation.MultiAgent;

/// <summary>Options of the training of a <see cref="MultiAgentMarketSystem"/>; only the seed changes a result.</summary>
public sealed record MultiAgentOptions
{
    /// <summary>The seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// The folder of the training's run; null for <c>runs/multi-agent-market</c> (of the academy, <c>runs/academy</c>), or the same with a number where that holds
    /// another training. <see cref="TrainingResult.Folder"/> says which.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Threads of the run and of evaluations; null for one per processor, and one for evaluations.</summary>
    public int? Threads { get; init; }

    /// <summary>Measures how long the run takes; null for no measurement.</summary>
    public TimeProvider? TimeProvider { get; init; }

    /// <summary>Cancels the training, which takes a checkpoint and ends.</summary>
    public CancellationToken Interrupt { get; init; }
}
