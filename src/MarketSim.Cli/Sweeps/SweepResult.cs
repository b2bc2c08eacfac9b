using System.Globalization;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.RunPages;
using MarketSim.Simulation.Results;

namespace MarketSim.Cli.Sweeps;

/// <summary>The result of one run of a sweep: a row of its table.</summary>
/// <param name="Message">Reason of a failure; otherwise empty.</param>
/// <param name="Figures">By name, in the order of the columns; empty for a run that failed before its first checkpoint.</param>
internal sealed record SweepResult(
    ulong Seed, RunStatus Status, string Fingerprint, string StateDigest, string Message, IReadOnlyList<KeyValuePair<string, decimal>> Figures)
{
    public const string ProfitPrefix = "profit_";

    /// <summary>Prefix of the mean sum of rewards of a learner over the last tenth of the episodes.</summary>
    public const string RewardPrefix = "reward_";

    public bool IsFinished => Status == RunStatus.Finished;

    /// <summary>The result of a finished run, with the figures of its market.</summary>
    /// <param name="runFolder">Of the run.</param>
    public static SweepResult OfFinished(RunSummary summary, string runFolder, string message = "")
    {
        MarketFigures market = MarketFigures.Read(runFolder);
        SweepResult result = Of(summary, message);
        return result with
        {
            Figures =
            [
                .. result.Figures,
                .. new (string Name, double Value)[] { ("spread", market.Spread), ("volatility", market.Volatility), ("kurtosis", market.ExcessKurtosis) }
                    .Where(static figure => double.IsFinite(figure.Value))
                    .Select(static figure => new KeyValuePair<string, decimal>(figure.Name, Rounded(figure.Value))),
            ],
        };
    }

    public static SweepResult Of(RunSummary summary, string message = "") => new(
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
        ]);

    /// <summary>The result of a finished training, with the final rewards of its learners.</summary>
    /// <param name="runFolder">Of the run.</param>
    public static SweepResult OfTraining(RunSummary summary, string runFolder, string message = "")
    {
        SweepResult result = OfFinished(summary, runFolder, message);
        return result with
        {
            Figures =
            [
                .. result.Figures,
                .. CompetitorOutcome.Read(runFolder)
                    .Where(outcome => outcome.Policy.Length > 0 && double.IsFinite(outcome.LastReward))
                    .Select(outcome => new KeyValuePair<string, decimal>(RewardPrefix + outcome.Name, (decimal)outcome.LastReward)),
            ],
        };
    }

    // Twelve digits are what a decimal and a double agree on, whatever the size.
    private static decimal Rounded(double value) => decimal.Parse(value.ToString("G12", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The result of a run without a summary.</summary>
    public static SweepResult Failed(ulong seed, string message) => new(seed, RunStatus.Failed, string.Empty, string.Empty, message, []);
}
