using System.Globalization;
using System.Text;
using MarketSim.Numerics.Randomness;
using MarketSim.Reporting.Realism;
using MarketSim.Reporting.StylizedFacts;

namespace MarketSim.Reporting.Tests.Realism;

public sealed class RealSeriesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-series-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Bars_of_a_random_walk_remember_nothing()
    {
        RealismRun run = RealSeries.Read(Write("walk.csv", Bars(3_000, static (_, noise) => noise)));

        // Five-minute bars are measured at their own interval.
        Assert.StartsWith("walk (5 min", run.Name, StringComparison.Ordinal);
        Assert.Equal(FactVerdict.Met, run.Facts[0].Verdict);
        Assert.Equal(FactVerdict.Missed, run.Facts.Single(static fact => fact.Name == "Autocorrelation of absolute returns").Verdict);
    }

    [Fact]
    public void Bars_whose_volatility_comes_in_waves_cluster()
    {
        RealismRun run = RealSeries.Read(Write("waves.csv", Bars(3_000, static (bar, noise) => noise * (bar % 600 < 300 ? 0.3 : 2))));

        StylizedFact clusters = run.Facts.Single(static fact => fact.Name == "Autocorrelation of absolute returns");
        Assert.StartsWith("50 of 50 lags positive", clusters.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_of_a_lobster_day_have_signs_and_bursts_too()
    {
        var text = new StringBuilder();
        var random = new RandomStream(5, RandomPurpose.Test, 0, 0);
        double time = 34_200;
        for (int execution = 0; execution < 4_000; execution++)
        {
            // Forty of one side after the other; executions of a resting buy are sales.
            time += 0.2 + random.NextDouble();
            text.Append(CultureInfo.InvariantCulture, $"{time:F9},4,{execution + 1},{10 + (execution % 3)},{1_000_000 + (100 * (execution / 40 % 5))},{(execution / 40 % 2 == 0 ? -1 : 1)}\n");
        }

        RealismRun run = RealSeries.Read(Write("SIM_2026-01-02_message_10.csv", text.ToString()));

        Assert.Equal(7, run.Facts.Count);
        Assert.True(run.Curves.SignMemory[0] > 0.9, $"The correlation of one sign with the next is {run.Curves.SignMemory[0]}.");
        Assert.Equal("SIM_2026-01-02_message_10", run.Name);
    }

    [Fact]
    public void Fills_of_one_moment_are_one_trade_and_what_is_no_execution_changes_nothing()
    {
        var plain = new StringBuilder();
        var detailed = new StringBuilder();
        var random = new RandomStream(7, RandomPurpose.Test, 0, 0);
        double time = 34_200;
        for (int execution = 1; execution <= 600; execution++)
        {
            time += 0.2 + random.NextDouble();
            int side = random.NextDouble() < 0.5 ? 1 : -1;
            string price = (1_000_000 + (100 * random.NextInt32(5))).ToString(CultureInfo.InvariantCulture);
            plain.Append(CultureInfo.InvariantCulture, $"{time:F9},4,{execution},30,{price},{side}\n");

            // An order comes and goes, and the trade takes a hidden order and a visible one.
            detailed.Append(CultureInfo.InvariantCulture, $"{time:F9},1,{execution + 5_000},500,999900,1\n");
            detailed.Append(CultureInfo.InvariantCulture, $"{time:F9},5,0,10,{price},{side}\n{time:F9},4,{execution},20,{price},{side}\n");
            detailed.Append(CultureInfo.InvariantCulture, $"{time:F9},3,{execution + 5_000},500,999900,1\n");
        }

        RealismRun expected = RealSeries.Read(Write("SIM_message_1.csv", plain.ToString()));
        RealismRun found = RealSeries.Read(Write("SIM_message_2.csv", detailed.ToString()));

        Assert.Equal(expected.Facts, found.Facts);
        Assert.Equal(expected.Curves.SignMemory, found.Curves.SignMemory);
        Assert.Equal(expected.Curves.Signature, found.Curves.Signature);
        Assert.NotEmpty(found.Curves.SignMemory);
        Assert.Contains("600 trades", found.Facts[5].Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void Series_that_are_too_short_are_read_and_evaluated_by_nothing()
    {
        RealismRun bars = RealSeries.Read(Write("two.csv", Bars(2, static (_, noise) => noise)));
        RealismRun messages = RealSeries.Read(Write("SIM_message_1.csv", "34200.5,4,1,10,1000000,1\n"));

        Assert.All(bars.Facts.Concat(messages.Facts), static fact => Assert.Equal(FactVerdict.NotEnoughData, fact.Verdict));
        Assert.Empty(bars.Curves.AbsoluteMemory.Concat(messages.Curves.SignMemory));
    }

    [Fact]
    public void Daily_bars_are_evaluated_by_the_day_with_weekends_between()
    {
        var text = new StringBuilder("date,open,high,low,close,volume\n");
        var random = new RandomStream(4, RandomPurpose.Test, 0, 0);
        double price = 100;
        for (var day = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc); day.Year < 2024; day = day.AddDays(1))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                price *= 1 + (0.01 * random.NextNormal());
                text.Append(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},{price:R},{price:R},{price:R},{price:R},1000\n");
            }
        }

        RealismRun run = RealSeries.Read(Write("index.csv", text.ToString()));

        // Of 1,043 days 1,042 returns: none is lost at a weekend.
        Assert.StartsWith("index (1 d", run.Name, StringComparison.Ordinal);
        Assert.Equal(1_042, run.Curves.SortedReturns.Length);
    }

    [Theory]
    [InlineData("one.csv", "time,open,high,low,close\n2026-01-02,1,1,1,1\n", "at least 2")]
    [InlineData("SIM_message_1.csv", "34200.1,4,1,10,wrong,1\n", "SIM_message_1.csv")]
    [InlineData("SIM_message_1.csv", "34200.1,4,1,10,1000000,1\n34200.0,4,2,10,1000000,1\n", "times of a day do not run back")]
    [InlineData("SIM_message_1.csv", "34200.1,4,1\n", "SIM_message_1.csv")]
    [InlineData("text.csv", "no bars at all\n", "text.csv")]
    public void File_that_is_neither_is_refused_by_name(string name, string content, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => RealSeries.Read(Write(name, content))).Message, StringComparison.Ordinal);

    private string Write(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static string Bars(int count, Func<int, double, double> change)
    {
        var text = new StringBuilder("time,open,high,low,close,volume\n");
        var random = new RandomStream(3, RandomPurpose.Test, 0, 0);
        double price = 100;
        var time = new DateTime(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);
        for (int bar = 0; bar < count; bar++)
        {
            price *= 1 + (0.001 * change(bar, random.NextNormal()));
            text.Append(CultureInfo.InvariantCulture, $"{time.AddMinutes(5 * bar):yyyy-MM-dd HH:mm},{price:R},{price:R},{price:R},{price:R},{1_000 + (bar % 7)}\n");
        }

        return text.ToString();
    }
}
