using System.Globalization;
using MarketSim.Experiments.Sweeps;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.RunPages;

namespace MarketSim.Reporting.Sweeps;

/// <summary>The figures that a sweep's table has of a finished run beside those of its summary.</summary>
public static class SweepMeasurements
{
    /// <summary>The measurement of a sweep's runs: spread, volatility and kurtosis of the market; of a sweep whose runs train also the rewards of its learners at the end.</summary>
    /// <param name="folder">The folder of the sweep.</param>
    /// <returns>A measurement that throws <see cref="MarketSim.Results.RunFolderException"/> where a table of the run is missing or malformed.</returns>
    public static RunMeasurement Of(SweepFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return folder.KeepsRuns ? OfTraining : OfMarket;
    }

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
