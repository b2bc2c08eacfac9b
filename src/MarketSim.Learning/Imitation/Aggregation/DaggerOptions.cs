namespace MarketSim.Learning.Imitation.Aggregation;

/// <summary>The settings of DAgger, which records the expert's actions in the states that the clone visits.</summary>
public sealed record DaggerOptions
{
    /// <summary>Episodes that are played before each round but the first, at least 1.</summary>
    public int EpisodesPerRound { get; init; } = 4;

    /// <summary>Passes through all demonstrations in a round; fewer where patience ends them.</summary>
    public int EpochsPerRound { get; init; } = 10;

    /// <summary>
    /// Share of the expert's own actions in the episodes of round i: this to the power i. 0 lets the clone alone play from the second round on, which the paper found
    /// best.
    /// </summary>
    public double ExpertShareDecay { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside of its range.</exception>
    public DaggerOptions Validate()
    {
        DaggerSettings.Table.Check(this);
        return this;
    }
}
