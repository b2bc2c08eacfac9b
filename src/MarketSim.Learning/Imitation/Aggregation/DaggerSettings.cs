using MarketSim.Learning.Options;

namespace MarketSim.Learning.Imitation.Aggregation;

/// <summary>The declarations of the settings of DAgger.</summary>
public static class DaggerSettings
{
    /// <summary>The settings by name, with ranges and defaults.</summary>
    public static OptionTable<DaggerOptions> Table { get; } = new(
        "DAgger",
        [
            Option.Count<DaggerOptions>("episodesPerRound", "Episodes that are played before each round but the first.", OptionRange.Count(), static o => o.EpisodesPerRound, static (o, value) => o with { EpisodesPerRound = value }),
            Option.Count<DaggerOptions>("epochsPerRound", "Passes through all demonstrations in a round.", OptionRange.Count(), static o => o.EpochsPerRound, static (o, value) => o with { EpochsPerRound = value }),
            Option.Number<DaggerOptions>("expertShareDecay", "Share of the expert's own actions in the episodes of round i: this to the power i.", OptionRange.Share, static o => o.ExpertShareDecay, static (o, value) => o with { ExpertShareDecay = value }),
        ]);
}
