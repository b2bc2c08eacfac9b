using MarketSim.Agents.Parameters;
using MarketSim.Market.Data;
using MarketSim.Market.Fundamentals;

namespace MarketSim.Simulation.Scenarios.Fundamentals;

internal static class BarsFundamental
{
    public static FundamentalDefinition Definition { get; } = new(
        "bars",
        "Follows the closes of a CSV file of bars (columns Open, High, Low, Close, Volume and a date or time): the first close at the open of the session, which is also the initial price if none is given; between two closes it moves evenly in the logarithm; after the last one it stays.",
        TakesFile: true,
        [
            new("barLength", ParameterUnit.Duration, null, 1, 1e18, "Simulated time from one bar's close to the next."),
        ],
        (parameters, file, market) => new BarPathValue(
            [.. Read(file!).Select(bar => market.Instrument.ToTicks(bar.Close))], market.Session.Open, parameters.Nanoseconds("barLength")))
    {
        StartingPrice = (_, file) => (decimal)Read(file)[0].Close,
    };

    private static IReadOnlyList<Bar> Read(ScenarioFile file)
    {
        using var reader = new StreamReader(new MemoryStream(file.ReadAllBytes()));
        return BarFile.Read(reader, file.Path);
    }
}
