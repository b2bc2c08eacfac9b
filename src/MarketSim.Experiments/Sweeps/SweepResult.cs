using MarketSim.Results;

namespace MarketSim.Experiments.Sweeps;

/// <summary>The result of one run of a sweep: a row of its table.</summary>
/// <param name="Message">Reason of a failure; otherwise empty.</param>
/// <param name="Figures">By name, in the order of the columns; empty for a run that failed before its first checkpoint.</param>
public sealed record SweepResult(
    ulong Seed, RunStatus Status, string Fingerprint, string StateDigest, string Message, IReadOnlyList<KeyValuePair<string, decimal>> Figures)
{
    /// <summary>Prefix of the profit of a group, in currency.</summary>
    public const string ProfitPrefix = "profit_";

    /// <summary>Prefix of the mean sum of rewards of a learner over the last tenth of the episodes.</summary>
    public const string RewardPrefix = "reward_";

    /// <summary>True when the run has ended as planned.</summary>
    public bool IsFinished => Status == RunStatus.Finished;

    /// <summary>The result of a run with a summary.</summary>
    /// <param name="message">Reason of a failure; empty for others.</param>
    /// <param name="measured">Figures beside those of the summary; null for none.</param>
    public static SweepResult Of(RunSummary summary, string message = "", IReadOnlyList<KeyValuePair<string, decimal>>? measured = null) => new(
        summary.Seed,
        summary.Status,
        summary.Fingerprint,
        summary.StateDigest,
        message,
        [
            new("ticks", summary.Ticks),
            new("orders", summary.Orders),
            new("trades", summary.Trades),
            new("volume", summary.Volume),
            new("messages", summary.Messages),
            new("wall_seconds", (decimal)summary.WallSeconds),
            .. summary.Groups.Select(group => new KeyValuePair<string, decimal>(ProfitPrefix + group.Name, group.Profit)),
            .. measured ?? [],
        ]);

    /// <summary>The result of a run without a summary.</summary>
    public static SweepResult Failed(ulong seed, string message) => new(seed, RunStatus.Failed, string.Empty, string.Empty, message, []);
}
