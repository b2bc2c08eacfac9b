using System.Globalization;
using MarketSim.Market.Data.Bars;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Bars;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Bars;

/// <summary>Says what was read of the file of bars that a scenario names, and what is hardly meant in it.</summary>
internal static class BarFileText
{
    /// <summary>A line, and one for each warning, of the market too.</summary>
    public static void Write(TextWriter output, ScenarioDocument document)
    {
        if (ReadingOf(document) is { } reading)
        {
            string year = document is BarsScenario { Environment.BarsPerYear: { } count }
                ? string.Create(CultureInfo.InvariantCulture, $"; figures per year count {count:0.##} (barsPerYear)")
                : string.Empty;
            output.WriteLine($"bars: {reading.Description}{year}");
            foreach (string warning in reading.Warnings)
            {
                output.WriteLine($"warning: {warning}");
            }
        }

        foreach (string warning in document is Scenario market ? MarketWarnings.Of(market) : [])
        {
            output.WriteLine($"warning: {warning}");
        }
    }

    private static BarReading? ReadingOf(ScenarioDocument document) => document switch
    {
        BarsScenario bars => bars.Data.Read(bars.Seed),
        Scenario market => market.Market.Fundamental.ReadBars(),
        _ => null,
    };
}
