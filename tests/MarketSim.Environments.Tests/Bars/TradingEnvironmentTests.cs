using MarketSim.Environments.Bars;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Checking;
using MarketSim.Market.Data;
using MarketSim.Market.Data.Bars;
using MarketSim.Market.Impact;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Environments.Tests.Bars;

public sealed class TradingEnvironmentTests
{
    private static readonly IReadOnlyList<Bar> Bars = GeneratedBars.Generate(new GeneratedBarSettings { Count = 600 }, seed: 1);

    private static readonly TradingSettings Plain = new()
    {
        Bars = Bars,
        BarLengths = [1],
        Lags = 1,
        VolatilityBars = 2,
        HasRandomStart = false,
        CostRate = 0,
    };

    /// <summary>Whatever is changed after the bar of a decision, nothing that was observed or paid up to it changes; what comes right after does.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Later_bars_change_nothing_before_them(int delay)
    {
        TradingSettings settings = new() { Bars = Bars, EpisodeBars = 300, ObservationDelayBars = delay, HasRandomStart = false };
        List<(float[] Observation, double Reward, int Bar)> expected = Play(settings);
        for (int cut = 90; cut < 360; cut += 45)
        {
            Bar[] changed = [.. Bars];
            for (int i = cut; i < changed.Length; i++)
            {
                Bar bar = changed[i];
                changed[i] = bar with { Open = bar.Open * 3, High = bar.High * 3, Low = bar.Low * 3, Close = bar.Close * 3, Volume = bar.Volume * 7 };
            }

            List<(float[] Observation, double Reward, int Bar)> found = Play(settings with { Bars = changed });
            int known = 0;
            for (; known < expected.Count && expected[known].Bar < cut; known++)
            {
                Assert.Equal(expected[known].Observation, found[known].Observation);
                Assert.Equal(expected[known].Reward, found[known].Reward);
            }

            Assert.InRange(known, 1, expected.Count - 1);
            Assert.NotEqual(expected[known].Reward, found[known].Reward);
        }
    }

    /// <summary>By hand: all wealth is turned into units at the known close, bought at the next open, marked at the next close.</summary>
    [Fact]
    public void Decision_is_carried_out_at_the_next_open_and_marked_at_its_close()
    {
        var environment = new TradingEnvironment(Plain with { Bars = WithBar(Flat(100, 100, 100, 100), 3, open: 102, close: 105) });
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(1, observation);
        Assert.Equal(2, environment.CurrentBar);
        StepResult result = environment.Step([0.5f], observation);

        Assert.Equal(5000, environment.Units, 1e-9);
        Assert.Equal(1_000_000 + (5000 * 3), environment.Wealth, 1e-6);
        Assert.Equal(1.5, result.Reward, 1e-9);
        Assert.True(result.Truncated);
    }

    [Fact]
    public void Costs_and_impact_are_paid_on_what_is_traded()
    {
        var environment = new TradingEnvironment(Plain with
        {
            Bars = Flat(100, 100, 100, 100, 100),
            CostRate = 0.001,
            CreateImpact = () => new AlmgrenChrissImpact(new AlmgrenChrissParameters { PermanentPerUnit = 0, TemporaryPerUnitPerSecond = 0.0002 * 86_400, TradingSeconds = 86_400 }),
        });
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(1, observation);
        environment.Step([0.5f], observation);

        // 5,000 units at 101, which is 1 above the price they are marked at, and a thousandth of 505,000.
        Assert.Equal(1_000_000 - 5000 - 505, environment.Wealth, 1e-6);
    }

    [Fact]
    public void Liquidation_terminates_flat_and_pays_its_costs()
    {
        var environment = new TradingEnvironment(Plain with { Bars = Flat(100, 100, 100, 100), CostRate = 0.001, End = EpisodeEnd.Liquidate });
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(1, observation);
        StepResult result = environment.Step([1], observation);

        Assert.True(result is { Terminated: true, Truncated: false });
        Assert.Equal(0, environment.Units);
        // All cash buys, with its cost, a thousandth less than it would without; both trades cost a thousandth.
        double costs = 2 * 0.001 * 1_000_000 / 1.001;
        Assert.Equal(1_000_000 - costs, environment.Wealth, 1e-6);
        Assert.Equal(costs, result.Info!["costs"], 1e-6);
    }

    [Fact]
    public void Order_for_all_wealth_buys_no_more_than_the_cash_when_the_next_open_gaps()
    {
        var environment = new TradingEnvironment(Plain with { Bars = WithBar(Flat(100, 100, 100, 100), 3, open: 125, close: 125), CostRate = 0.01 });
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(1, observation);
        environment.Step([1], observation);

        // Sized at 100 it were 10,000 units, for 1,262,500.
        Assert.Equal(1_000_000 / (125 * 1.01), environment.Units, 1e-6);
        Assert.InRange(environment.Wealth - (environment.Units * 125), 0, 1e-6);
    }

    /// <summary>Bars that open where they close, with gaps between them: what is seen after a step is what there was at the fill.</summary>
    [Theory]
    [InlineData(0.5, 0.002, false)]
    [InlineData(1, 0, false)]
    [InlineData(1, 0.01, true)]
    [InlineData(3, 0.005, true)]
    public void Fill_leads_to_no_more_than_the_greatest_leverage_whatever_the_open_does(double leverage, double costRate, bool hasImpact)
    {
        var random = new RandomStream(7, RandomPurpose.Test, 0, 0);
        double price = 100;
        Bar[] bars = Flat([.. Enumerable.Range(0, 3_000).Select(_ => price = Math.Clamp(price * Math.Exp(random.NextNormal(0, 0.08)), 20, 500))]);
        var environment = new TradingEnvironment(Plain with
        {
            Bars = bars,
            MaximumLeverage = leverage,
            CostRate = costRate,
            ShortFeePerBar = 0,
            EpisodeBars = 40,
            HasRandomStart = true,
            CreateImpact = hasImpact ? () => new SquareRootImpact(new SquareRootParameters { DailyVolatility = 3, DailyVolume = 100_000 }) : null,
        });
        float[] observation = new float[environment.ObservationSpace.Size];
        int filled = 0;
        double greatest = 0;
        for (ulong episode = 0; episode < 100; episode++)
        {
            environment.Reset(episode, observation);
            StepResult result;
            do
            {
                double before = environment.Turnover;
                result = environment.Step([(float)random.NextUniform(-1.2, 1.2) > 0 ? 1 : (float)random.NextUniform(-1, 1)], observation);
                double exposure = environment.Units * bars[environment.CurrentBar].Close;
                if (environment.Turnover > before && environment.Wealth > 0)
                {
                    filled++;
                    greatest = Math.Max(greatest, Math.Abs(environment.Leverage));
                    Assert.True(Math.Abs(environment.Leverage) <= leverage * (1 + 1e-9), $"leverage {environment.Leverage}");
                    Assert.True(leverage > 1 || environment.Units <= 0 || environment.Wealth - exposure >= -1e-6, $"cash {environment.Wealth - exposure}");
                }
            }
            while (!result.IsLast);
        }

        Assert.True(filled > 1_000, $"{filled} fills");
        Assert.Equal(leverage, greatest, 1e-6);
    }

    [Fact]
    public void Short_that_the_price_ruins_is_bankrupt_and_terminates()
    {
        Bar[] bars = WithBar(Flat(100, 100, 100, 100, 100, 100), 3, open: 100, close: 198);
        var environment = new TradingEnvironment(Plain with { Bars = bars });
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(1, observation);
        StepResult result = environment.Step([-1], observation);

        Assert.True(result is { Terminated: true, Truncated: false });
        Assert.Equal(1, result.Info!["bankrupt"]);
        Assert.Throws<InvalidOperationException>(() => environment.Step([0], observation));
    }

    [Fact]
    public void Margin_call_brings_a_held_position_back_to_the_greatest()
    {
        Bar[] bars = WithBar(Flat(100, 100, 100, 100, 100, 100), 3, open: 100, close: 165);
        var environment = new TradingEnvironment(Plain with { Bars = bars, Actions = PositionActions.Trades([1]) });
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(1, observation);
        environment.Step([0], observation);
        Assert.Equal(-10_000, environment.Units, 1e-6);
        Assert.Equal(350_000, environment.Wealth, 1e-6);
        Assert.Equal(1, observation[^2]);

        // Held, but called: no more than the wealth of 350,000 at the known close of 165.
        environment.Step([1], observation);
        Assert.Equal(-350_000 / 165.0, environment.Units, 1e-6);
    }

    [Fact]
    public void Holding_trades_nothing_whatever_the_price_does()
    {
        var environment = new TradingEnvironment(new TradingSettings { Bars = Bars, EpisodeBars = 100, Actions = PositionActions.Trades([0.3]), HasRandomStart = false });
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(1, observation);
        environment.Step([2], observation);
        double units = environment.Units;
        StepResult result;
        do
        {
            result = environment.Step([1], observation);
            Assert.Equal(units, environment.Units);
        }
        while (!result.IsLast);

        Assert.Equal(300_000, result.Info!["turnover"], 15_000.0);
    }

    [Fact]
    public void Episode_ends_with_the_day_when_it_is_to()
    {
        IReadOnlyList<Bar> hours = GeneratedBars.Generate(new GeneratedBarSettings { Count = 100, Length = TimeSpan.FromHours(1) }, seed: 2);
        var environment = new TradingEnvironment(Plain with { Bars = hours, EndsWithDay = true });
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(1, observation);
        int steps = 1;
        while (!environment.Step([0], observation).IsLast)
        {
            steps++;
        }

        // Decisions begin after the close of the third hour, 02:00; the last bar of the day is that of 23:00.
        Assert.Equal(21, steps);
    }

    [Fact]
    public void Episodes_stay_within_the_playable_bars()
    {
        WalkForwardSplit split = WalkForwardSplits.Of(Bars.Count, 4, 25)[1];
        var environment = new TradingEnvironment(Plain with { Playable = split.Test, EpisodeBars = 30, HasRandomStart = true });
        float[] observation = new float[environment.ObservationSpace.Size];
        var starts = new HashSet<int>();
        for (ulong seed = 0; seed < 60; seed++)
        {
            environment.Reset(seed, observation);
            starts.Add(environment.CurrentBar);
            Assert.True(environment.CurrentBar >= split.Test.Start);
            while (!environment.Step([0.1f], observation).IsLast)
            {
            }

            Assert.True(environment.CurrentBar < split.Test.End);
        }

        Assert.True(starts.Count > 20);
    }

    [Theory]
    [InlineData(TradingReward.WealthChange, EpisodeEnd.Truncate)]
    [InlineData(TradingReward.DifferentialSharpe, EpisodeEnd.Liquidate)]
    public void Checker_finds_nothing(TradingReward reward, EpisodeEnd end) => Assert.Empty(EnvironmentChecker.Check(
        () => new TradingEnvironment(new TradingSettings
        {
            Bars = Bars,
            EpisodeBars = 60,
            Reward = reward,
            End = end,
            InventoryPenalty = 0.01,
            CreateImpact = () => new ObizhaevaWangImpact(new ObizhaevaWangParameters { DepthPerPrice = 100_000, HalfLifeSeconds = 86_400 }),
            Actions = end == EpisodeEnd.Truncate ? PositionActions.Trades([0.1, 0.5]) : null,
        }),
        new EnvironmentCheckOptions { HasFiniteHorizon = end == EpisodeEnd.Liquidate }));

    [SharedDataFact("ohlcv/STOCKS_GOOGL.csv")]
    public void Real_bars_can_be_traded()
    {
        IReadOnlyList<Bar> bars = BarFile.Read(SharedDataFactAttribute.Require("ohlcv/STOCKS_GOOGL.csv"));

        Assert.Empty(EnvironmentChecker.Check(() => new TradingEnvironment(new TradingSettings { Bars = bars, EpisodeBars = 50 })));
    }

    [Fact]
    public void Too_few_bars_are_refused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new TradingEnvironment(new TradingSettings { Bars = [.. Bars.Take(50)] }));

        Assert.Contains("81 bars of look-back", exception.Message, StringComparison.Ordinal);
    }

    private static List<(float[] Observation, double Reward, int Bar)> Play(TradingSettings settings)
    {
        var environment = new TradingEnvironment(settings);
        var random = new RandomStream(6, RandomPurpose.Test, 0, 0);
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(1, observation);
        List<(float[], double, int)> steps = [];
        bool isLast = false;
        while (!isLast)
        {
            StepResult result = environment.Step([(float)random.NextUniform(-0.3, 0.6)], observation);
            steps.Add(([.. observation], result.Reward, environment.CurrentBar));
            isLast = result.IsLast;
        }

        return steps;
    }

    private static Bar[] Flat(params double[] closes) =>
        [.. closes.Select((close, day) => new Bar(new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(day), close, close, close, close, 1000))];

    private static Bar[] WithBar(Bar[] bars, int index, double open, double close)
    {
        bars[index] = bars[index] with { Open = open, Close = close, High = Math.Max(open, close), Low = Math.Min(open, close) };
        return bars;
    }
}
