namespace MarketSim.Benchmarks.Clusters;

/// <summary>The extent of a cluster benchmark: agents, ticks, repetitions.</summary>
internal sealed record ClusterBenchmarkSize
{
    /// <summary>Agents that act on every tick, and ticks of each run.</summary>
    public IReadOnlyList<(int Agents, int Ticks)> Runs { get; init; } = [(10, 10_000), (1_000, 3_000), (10_000, 300)];

    /// <summary>Agents of the runs whose checkpoints are measured.</summary>
    public IReadOnlyList<int> Checkpoints { get; init; } = [1_000, 10_000, 100_000];

    /// <summary>Agents of the runs whose nodes are killed.</summary>
    public IReadOnlyList<int> Recoveries { get; init; } = [1_000, 100_000];

    /// <summary>Bytes of the largest state that is written to the store.</summary>
    public int StateBytes { get; init; } = 64 << 20;
}
