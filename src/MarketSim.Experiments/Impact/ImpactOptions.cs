namespace MarketSim.Experiments.Impact;

/// <summary>The parent orders that an <see cref="ImpactExperiment"/> sends.</summary>
public sealed record ImpactOptions
{
    /// <summary>Sizes as shares of the volume of a day, at least two, each greater than 0.</summary>
    public IReadOnlyList<double> Sizes { get; init; } = [0.002, 0.005, 0.01, 0.02, 0.05];

    /// <summary>Shares of the volume that trades meanwhile, which say how long an order takes; each greater than 0, below 1.</summary>
    public IReadOnlyList<double> Speeds { get; init; } = [0.1, 0.25];

    /// <summary>Each plan once a seed, bought for odd seeds and sold for even ones.</summary>
    public IReadOnlyList<ulong> Seeds { get; init; } = [1, 2, 3, 4];

    /// <summary>Start of the order, in seconds after the open.</summary>
    public double StartSeconds { get; init; } = 3_600;

    /// <summary>Markets simulated at the same time, at least 1.</summary>
    public int Jobs { get; init; } = 1;
}
