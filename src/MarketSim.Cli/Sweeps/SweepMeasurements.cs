using System.Globalization;
using MarketSim.Experiments.Sweeps;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.RunPages;

namespace MarketSim.Cli.Sweeps;

/// <summary>The figures that a sweep's table has of a finished run beside those of its summary.</summary>
internal static class SweepMeasurements
{
    /// <summary>Of the market; of a run that has trained also the rewards that its learners had at the end.</summary>
    public static RunMeasurement Of(SweepFolder folder) => folder.KeepsRuns ? OfTraining : OfMarket;

    private static IReadOnlyList<KeyValuePair<string, decimal>> OfMarket(string runFolder)
    {
        MarketFigures market = MarketFigures.Read(runFolder);
        return
        [
            .. new (string Name, double Value)[] { ("spread", market.Spread), ("volatility", market.Volatility), ("kurtosis", market.ExcessKurtosis) }
                .Where(static figure => double.IsFinite(figure.Value))
                .Select(static figure => new KeyValuePair<string, decimal>(figure.Name, Rounded(figure.Value))),
        ];
    }

    private static IReadOnlyList<KeyValuePair<string, decimal>> OfTraining(string runFolder) =>
    [
        .. OfMarket(runFolder),
        .. CompetingAgentOutcome.Read(runFolder)
            .Where(outcome => outcome.Policy.Length > 0 && double.IsFinite(outcome.LastReward))
            .Select(outcome => new KeyValuePair<string, decimal>(SweepResult.RewardPrefix + outcome.Name, (decimal)outcome.LastReward)),
    ];

    // Twelve digits are what a decimal and a double agree on, whatever the size.
    private static decimal Rounded(double value) => decimal.Parse(value.ToString("G12", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
}
