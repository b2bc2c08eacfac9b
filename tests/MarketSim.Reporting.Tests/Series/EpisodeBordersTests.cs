using System.Globalization;
using System.Text.Json;
using MarketSim.Agents.Population;
using MarketSim.Environments.Signals;
using MarketSim.Reporting.Series;
using MarketSim.Reporting.Tests.Runs;
using MarketSim.Results;
using MarketSim.Results.Tables;
using MarketSim.Simulation.MultiAgent;

namespace MarketSim.Reporting.Tests.Series;

/// <summary>Nothing that a report computes from one row to the next reaches from one episode into another.</summary>
public sealed class EpisodeBordersTests
{
    [Fact]
    public void Returns_begin_again_with_each_episode()
    {
        var borders = new EpisodeBorders(openSeconds: 100, episodeSeconds: 30);
        BookSamples samples = Samples((100, 100, 0), (110, 110, 1), (120, 121, 2), (130, 50, 3), (140, 55, 4), (150, 50, 9));

        IntervalReturns returns = new PricePath(samples, borders).Over(10);

        double up = Math.Log(1.1);
        Assert.Equal([up, up, up, -up], returns.Returns.Select(value => Math.Round(value, 12)), (left, right) => Math.Abs(left - right) < 1e-9);
        Assert.Equal([0, 2], returns.PieceStarts);
        Assert.Equal([1, 1, 1, 5], returns.Volumes);
    }

    [Fact]
    public void Lines_break_where_an_episode_ends()
    {
        var borders = new EpisodeBorders(openSeconds: 0, episodeSeconds: 30);
        double[] times = [0, 10, 20, 30, 40];

        int[] rows = borders.Broken([0, 2, 3, 4], times);

        Assert.Equal([0, 2, -1, 3, 4], rows);
        Assert.Equal([0, 20, 20, 30, 40], EpisodeBorders.TimesAt(times, rows));
        Assert.Equal([5, 7, double.NaN, 8, 9], EpisodeBorders.At([5, 6, 7, 8, 9], rows));
        Assert.Equal([0, 1, 2], EpisodeBorders.None.Broken([0, 1, 2], times));
    }

    [Theory]
    [InlineData(34_200, "episode 1 09:30:00")]
    [InlineData(57_600, "episode 1 16:00:00")]
    [InlineData(34_200 + 23_430, "episode 2 09:30:00")]
    [InlineData(34_200 + (46 * 23_430) + 4_070, "episode 47 10:37:50")]
    public void Time_of_a_training_is_shown_by_the_clock_of_its_episode(double seconds, string expected) =>
        Assert.Equal(expected, new SimulatedClock([34_200, 2_000_000], new EpisodeBorders(34_200, 23_430)).Label(seconds));

    [Fact]
    public void Report_of_many_episodes_has_the_kurtosis_and_autocorrelation_of_each_episode_by_itself()
    {
        using var folder = new TemporaryFolder();
        Dictionary<string, string> small = new(StringComparer.Ordinal) { ["hiddenSize"] = "8" };
        var system = new MultiAgentMarketSystem(
            new MarketEnvironment(volatility: 0.001, noiseLevel: 0.9, signalHalfLifeSteps: 5, episodeSteps: 60),
            [new LearningAgent("PPO", parameters: small), new RuleBasedAgent("momentum")],
            options: new MultiAgentOptions { Folder = Path.Combine(folder.Path, "training") });
        system.Train(4);
        string run = system.Training!.Folder;

        double[][] episodes = ReturnsByHand(run);
        double[] all = [.. episodes.SelectMany(returns => returns)];
        double mean = all.Average();
        double variance = all.Average(value => (value - mean) * (value - mean));
        JsonElement data = ReportData.Of(run);

        Assert.Equal(4, episodes.Length);
        Assert.Equal(all.Length, data.GetProperty("returns").GetProperty("count").GetInt32());
        double fourth = all.Average(value => Math.Pow(value - mean, 4)) / (variance * variance) - 3;
        Assert.Equal(fourth, data.GetProperty("returns").GetProperty("excessKurtosis").GetDouble(), 0.15 + (0.05 * Math.Abs(fourth)));
        double?[] correlations = data.GetProperty("autocorrelation").Numbers("returns");
        for (int lag = 1; lag <= 10; lag++)
        {
            double products = episodes.Sum(returns => returns.Skip(lag).Zip(returns, (later, earlier) => (later - mean) * (earlier - mean)).Sum());
            Assert.Equal(products / (variance * all.Length), correlations[lag - 1]!.Value, 1e-5);
        }

        Assert.True(data.GetProperty("axis").GetProperty("episodeSeconds").GetDouble() > 0);
        Assert.Equal(3, data.GetProperty("price").Numbers("mid").Count(value => value is null));
    }

    /// <summary>Log returns from row to row of book.csv, episode by episode, as episodes.csv says where they end.</summary>
    private static double[][] ReturnsByHand(string run)
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(run, RunFolder.BookFile)).Select(line => line.Split(','))];
        long[] ends = [.. File.ReadLines(Path.Combine(run, "episodes.csv")).Skip(1).Select(line => long.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)).Distinct()];
        int mid = Array.IndexOf(rows[0], "mid");
        var mids = ends.Select(_ => new List<double>()).ToArray();
        foreach (string[] row in rows.Skip(1).Where(row => row[mid].Length > 0))
        {
            long tick = long.Parse(row[0], CultureInfo.InvariantCulture);

            // Three closed ticks follow an episode's end.
            int episode = Array.FindIndex(ends, end => tick < end + 3);
            mids[episode].Add(double.Parse(row[mid], CultureInfo.InvariantCulture));
        }

        return [.. mids.Select(prices => prices.Skip(1).Zip(prices, (later, earlier) => Math.Log(later / earlier)).ToArray())];
    }

    private static BookSamples Samples(params (double Time, double Mid, double Volume)[] rows)
    {
        var samples = new BookSamples();
        foreach ((double time, double mid, double volume) in rows)
        {
            samples.TimeSeconds.Add(time);
            samples.Mid.Add(mid);
            samples.CumulativeVolume.Add(volume);
        }

        return samples;
    }
}
