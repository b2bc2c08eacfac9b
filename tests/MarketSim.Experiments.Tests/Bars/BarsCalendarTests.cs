using System.Globalization;
using System.Text;
using MarketSim.Environments.Bars;
using MarketSim.Environments.Bars.Rules;
using MarketSim.Experiments.Bars.Evaluation;
using MarketSim.Market.Data;
using MarketSim.Numerics.Randomness;
using MarketSim.Scenarios.Bars;
using MarketSim.Scenarios.Tests.Markets;

namespace MarketSim.Experiments.Tests.Bars;

/// <summary>What a hole or the end of a session in a file of bars does to the figures of a test: nothing.</summary>
public sealed class BarsCalendarTests : IDisposable
{
    private static readonly DateTime Start = new(2015, 1, 5);

    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-calendar-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1440, 1, 5, 252)]
    [InlineData(60, 7, 4, 252 * 7)]
    [InlineData(5, 78, 3, 252 * 78)]
    [InlineData(1, 390, 3, 252 * 390)]
    public void Mean_and_Sharpe_ratio_stay_when_a_year_is_missing_or_the_bars_of_a_year_are_stated(int minutes, int barsPerSession, int years, double stated)
    {
        string whole = Write("whole.csv", minutes, barsPerSession, years, day => true);
        string cut = Write("cut.csv", minutes, barsPerSession, years, day => day < Start.AddDays(300) || day > Start.AddDays(665));

        (double mean, double sharpe) = Hold(whole, null);

        foreach ((string file, double? annual) in new (string, double?)[] { (cut, null), (whole, stated), (cut, stated) })
        {
            (double otherMean, double otherSharpe) = Hold(file, annual);
            Assert.InRange(otherMean / mean, 0.98, 1.02);
            Assert.InRange(otherSharpe / sharpe, 0.98, 1.02);
        }
    }

    [SharedDataFact("ohlcv/STOCKS_GOOGL.csv")]
    public void Real_daily_bars_without_a_year_have_the_same_mean_and_Sharpe_ratio()
    {
        string whole = SharedDataFactAttribute.Require("ohlcv/STOCKS_GOOGL.csv");
        string cut = Path.Combine(_folder, "cut.csv");
        File.WriteAllLines(cut, File.ReadLines(whole).Where(line => !line.StartsWith("2013", StringComparison.Ordinal)));

        (double mean, double sharpe) = Hold(whole, null);

        Assert.Equal((mean, sharpe), Hold(cut, null));
        Assert.Equal((mean, sharpe), Hold(cut, 252));
    }

    [SharedDataFact("ohlcv/FOREX_EURUSD_1H_ASK.csv")]
    public void Real_hourly_bars_have_the_year_that_their_weeks_make()
    {
        string whole = SharedDataFactAttribute.Require("ohlcv/FOREX_EURUSD_1H_ASK.csv");
        string cut = Path.Combine(_folder, "cut.csv");
        File.WriteAllLines(cut, File.ReadLines(whole).Where((_, line) => line is < 1_500 or > 3_500));

        (double mean, double sharpe) = Hold(whole, null);
        (double cutMean, double cutSharpe) = Hold(cut, null);
        (double statedMean, double statedSharpe) = Hold(whole, 24 * 5 * 52);

        Assert.InRange(cutMean / mean, 0.98, 1.02);
        Assert.InRange(cutSharpe / sharpe, 0.98, 1.02);
        Assert.InRange(statedMean / mean, 0.98, 1.02);
        Assert.InRange(statedSharpe / sharpe, 0.98, 1.02);
    }

    [Fact]
    public void Nobody_trades_over_a_hole_or_the_end_of_a_session()
    {
        // Prices double over the hole and over every night: nothing of it may be earned.
        var bars = new List<Bar>();
        double price = 1;
        for (int day = 0; day < 40; day++)
        {
            price *= day == 20 ? 100 : 1.5;
            DateTime open = Start.AddDays((day * 7) + (day >= 20 ? 700 : 0));
            bars.AddRange(Enumerable.Range(0, 30).Select(bar => new Bar(open.AddHours(9).AddMinutes(bar), price, price, price, price, 1)));
        }

        BarsScenario scenario = SmallBars.Scenario(SmallBars.OnFile("unused.csv").Replace("file: unused.csv", "generated: { count: 1200, barLength: 1min }", StringComparison.Ordinal).Replace("testBars: 60", "testBars: 900", StringComparison.Ordinal));
        var task = new BarsTask(scenario, BarSeries.Of(bars));

        (_, IReadOnlyList<BarsTestStep> steps) = BarsTest.Play(task, 0, new RuleTrader(new BuyAndHoldRule(), -1));

        // Costs are all there is, once a session; behind the hole the look-back is left out.
        Assert.All(steps, step => Assert.InRange(step.Return, -0.0011, 0));
        Assert.DoesNotContain(steps, step => step.Bar >= 600 && step.Bar < 600 + scenario.Environment.LookBackBars);
        Assert.Equal(900 - scenario.Environment.LookBackBars, steps.Count);
        Assert.Equal(steps.Select(step => step.Bar).Distinct().Order(), steps.Select(step => step.Bar));
    }

    [Fact]
    public void Episodes_of_training_contain_no_break()
    {
        Bar[] bars = [.. Enumerable.Range(0, 300).Select(bar => new Bar(Start.AddDays(bar / 30).AddMinutes(bar % 30), 1 + bar, 1 + bar, 1 + bar, 1 + bar, 1))];
        var settings = new TradingSettings { Bars = bars, BarLengths = [1], Lags = 1, VolatilityBars = 2, EpisodeBars = 12, CostRate = 0 };
        var environment = new TradingEnvironment(settings);
        float[] observation = new float[environment.ObservationSpace.Size];
        float[] hold = [1];
        var sessions = new HashSet<int>();
        var random = new RandomStream(1, RandomPurpose.Environment, 0, 9);
        for (int episode = 0; episode < 400; episode++)
        {
            environment.Reset(random.NextUInt64(), observation);
            int session = environment.CurrentBar / 30;
            sessions.Add(session);
            int first = environment.CurrentBar;
            while (!environment.Step(hold, observation).IsLast)
            {
            }

            Assert.Equal(session, environment.CurrentBar / 30);
            Assert.Equal(first + 12, environment.CurrentBar);
        }

        Assert.Equal(10, sessions.Count);
    }

    /// <summary>Annual mean and Sharpe ratio of buying and holding on the last bars.</summary>
    private static (double Mean, double Sharpe) Hold(string file, double? annual)
    {
        string yaml = SmallBars.OnFile(file).Replace("testBars: 60", "testBars: 200", StringComparison.Ordinal);
        yaml = annual is { } stated ? yaml.Replace("episodeBars: 30", string.Create(CultureInfo.InvariantCulture, $"barsPerYear: {stated}, episodeBars: 30"), StringComparison.Ordinal) : yaml;
        var task = new BarsTask(SmallBars.Scenario(yaml));
        (_, IReadOnlyList<BarsTestStep> steps) = BarsTest.Play(task, 0, new RuleTrader(new BuyAndHoldRule(), -1));
        double mean = steps.Average(step => step.Return);
        double deviation = Math.Sqrt(steps.Average(step => (step.Return - mean) * (step.Return - mean)));
        return (mean * task.AnnualBars, mean / deviation * Math.Sqrt(task.AnnualBars));
    }

    private string Write(string name, int minutes, int barsPerSession, int years, Predicate<DateTime> isKept)
    {
        var random = new RandomStream(3, RandomPurpose.Environment, 0, 0);
        var text = new StringBuilder("Datetime,Open,High,Low,Close,Volume\n");
        double price = 100;
        for (DateTime day = Start; day < Start.AddDays(365 * years); day = day.AddDays(1))
        {
            // About nine holidays a year.
            bool isOpen = day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && (day - Start).Days % 29 != 11;
            for (int bar = 0; isOpen && bar < barsPerSession; bar++)
            {
                double open = price;
                price *= 1 + (0.0005 * random.NextNormal()) + 0.0001;
                if (isKept(day))
                {
                    DateTime time = minutes == 1440 ? day : day.AddMinutes(570 + (bar * minutes));
                    text.Append(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm},{open:R},{Math.Max(open, price):R},{Math.Min(open, price):R},{price:R},1\n");
                }
            }
        }

        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text.ToString());
        return path;
    }
}
