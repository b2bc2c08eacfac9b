using System.Globalization;
using MarketSim.Market.Data;
using MarketSim.Market.Data.Bars;
using MarketSim.Results;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Tests.Running;

/// <summary>Whether a market finds the value that its agents know of: one bar of the data is one minute of trading.</summary>
public sealed class HistoricalValueTests : IDisposable
{
    private const string Alphabet = "ohlcv/STOCKS_GOOGL.csv";

    private const string Market = """
        name: historical
        seed: 1
        market:
          tickSize: 0.01
          tick: 1s
          open: 0s
          length: {length}
          fundamental: { type: bars, file: "{file}", barLength: 60s }
        agents:
          - name: noise
            type: noise
            count: 150
            cash: 10000000
            latency: { median: 1s, dispersion: 0.3 }
            parameters: { meanInterval: 2min, meanSize: 20, meanDistance: 0.50 }
          - name: maker
            type: market_maker
            count: 5
            cash: 10000000
            latency: { median: 500ms }
            parameters: { meanInterval: 5s, volatility: 5, riskAversion: 0.002, fillDecay: 10, maximumPosition: 1000 }
        """;

    private const string ValueAgents = """

          - name: value
            type: value
            count: 50
            cash: 10000000
            latency: { median: 1s, dispersion: 0.3 }
            parameters: { meanInterval: 20s, meanSize: 40, observationNoise: 0.2%, maximumSurplus: 0.30 }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-historical-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Value_agents_keep_the_price_within_a_bar_of_a_generated_path() => await AssertValueIsFoundAsync(GenerateBars());

    [SharedDataFact(Alphabet)]
    public async Task Value_agents_keep_the_price_within_a_bar_of_a_real_share() => await AssertValueIsFoundAsync(SharedDataFactAttribute.Require(Alphabet));

    private async Task AssertValueIsFoundAsync(string bars)
    {
        double volatility = Volatility(BarFile.Read(bars));

        Assert.InRange(await MedianDistanceAsync(bars, Market + ValueAgents, "with"), 0, volatility);
        Assert.InRange(await MedianDistanceAsync(bars, Market, "without"), volatility, double.MaxValue);
    }

    /// <summary>The median over all samples of |mid / value - 1|.</summary>
    private async Task<double> MedianDistanceAsync(string bars, string market, string name)
    {
        string yaml = market.Replace("{file}", bars, StringComparison.Ordinal).Replace("{length}", "400min", StringComparison.Ordinal);
        string folder = Path.Combine(_folder, name);
        RunResult result = await SimulationRun.StartAsync(
            ScenarioReader.Read(yaml, "historical.yaml"), folder, new RunOptions { TimeProvider = TimeProvider.System });
        Assert.Equal(RunStatus.Finished, result.Summary.Status);

        string[][] rows = [.. File.ReadLines(Path.Combine(folder, RunFolder.BookFile)).Select(line => line.Split(','))];
        int mid = Array.IndexOf(rows[0], "mid");
        int value = Array.IndexOf(rows[0], "fundamental");
        double[] distances = [.. rows.Skip(1).Where(row => row[mid].Length > 0).Select(row => Math.Abs((Number(row[mid]) / Number(row[value])) - 1)).Order()];
        Assert.InRange(distances.Length, 2_000, 2_401);
        return distances[distances.Length / 2];
    }

    /// <summary>400 bars that rise and fall by one per cent, more often up than down.</summary>
    private string GenerateBars()
    {
        string path = Path.Combine(_folder, "bars.csv");
        using var file = new StreamWriter(path);
        file.WriteLine("Date,Open,High,Low,Close,Volume");
        double close = 100;
        for (int bar = 0; bar < 400; bar++)
        {
            double open = close;
            close *= bar % 5 is 0 or 3 ? 0.99 : 1.01;
            string date = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(bar).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{date},{open:F4},{Math.Max(open, close):F4},{Math.Min(open, close):F4},{close:F4},1000"));
        }

        return path;
    }

    /// <summary>Standard deviation of the change from one close to the next.</summary>
    private static double Volatility(IReadOnlyList<Bar> bars)
    {
        double[] changes = [.. bars.Skip(1).Zip(bars, (later, earlier) => (later.Close / earlier.Close) - 1)];
        double mean = changes.Average();
        return Math.Sqrt(changes.Average(change => (change - mean) * (change - mean)));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
