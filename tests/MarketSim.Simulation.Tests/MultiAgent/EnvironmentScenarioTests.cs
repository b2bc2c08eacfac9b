using System.Globalization;
using MarketSim.Agents.Parameters;
using MarketSim.Agents.Population;
using MarketSim.Engine.Replicas;
using MarketSim.Environments.Signals;
using MarketSim.Market.Book;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Fundamentals;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.MultiAgent;

namespace MarketSim.Simulation.Tests.MultiAgent;

/// <summary>What the order book built from an environment does, measured at decisions and set beside what the environment says.</summary>
public sealed class EnvironmentScenarioTests
{
    private const int Episodes = 12;

    public static TheoryData<double, double, double> Environments => new()
    {
        // Volatility, noise level, half-life in steps.
        { 0.001, 0.9, 20 },
        { 0.004, 0.7, 5 },
    };

    [Theory]
    [MemberData(nameof(Environments))]
    public void Price_changes_as_much_and_is_foretold_as_well_and_for_as_long_as_in_the_environment(double volatility, double noiseLevel, double halfLife)
    {
        var settings = new MarketEnvironmentSettings { Volatility = volatility, NoiseLevel = noiseLevel, SignalHalfLifeSteps = halfLife };
        MeasuredPrices prices = MeasuredPrices.Of(settings, Episodes);

        int halved = (int)halfLife;
        double strength = prices.SlopeOnSignal(after: 0);
        Assert.Equal(1, prices.ChangeDeviation / settings.Volatility, 0.05);
        Assert.Equal(1, strength * settings.InitialPrice / settings.SignalStrength, 0.1);
        Assert.Equal(0.5, prices.SlopeOnSignal(halved) / strength, 0.1);
        Assert.Equal(0.25, prices.SlopeOnSignal(2 * halved) / strength, 0.1);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Trades_cost_what_they_cost_in_the_environment(double volatility, double noiseLevel, double halfLife)
    {
        var settings = new MarketEnvironmentSettings { Volatility = volatility, NoiseLevel = noiseLevel, SignalHalfLifeSteps = halfLife };
        MeasuredPrices prices = MeasuredPrices.Of(settings, episodes: 2);

        Assert.All([0.02, 0.05, 0.1, 0.2], share =>
        {
            double units = share * settings.PositionLimit;
            Assert.Equal(1, prices.MedianCost(units) / (settings.CostPerSquare * units * units / 2), 0.15);
        });
    }

    [Fact]
    public void Agents_take_over_the_sizes_and_scales_that_they_do_not_have_of_their_own()
    {
        var settings = new MarketEnvironmentSettings { Volatility = 0.02, NoiseLevel = 0.5, PositionLimit = 40 };
        MarketAgent[] agents =
        [
            new LearningAgent("PPO", parameters: new Dictionary<string, string>(StringComparer.Ordinal) { ["orderSize"] = "7", ["learningRate"] = "0.001" }),
            new RuleBasedAgent("momentum", new Dictionary<string, string>(StringComparer.Ordinal) { ["meanInterval"] = "7s" }),
        ];

        Scenario scenario = EnvironmentScenario.Create(settings, agents, episodes: 1, competitiveRewards: false, marketImpact: true, seed: 1);

        ParameterSet ppo = scenario.Agents[0].Agent.Parameters;
        Assert.Equal((40, 7, 0.001, 0.02, 0.02), (ppo["maximumPosition"], ppo["orderSize"], ppo["learningRate"], ppo["returnScale"], ppo["rewardUnit"]));
        ParameterSet momentum = scenario.Agents[1].Agent.Parameters;
        Assert.Equal((40, 4, 7e9, 20), (momentum["maximumPosition"], momentum["meanSize"], momentum["meanInterval"], momentum["fastWindow"]));
    }

    /// <summary>The scenario that is built is the one that a file would hold.</summary>
    [Fact]
    public void Scenario_built_in_code_is_what_its_yaml_reads_as()
    {
        var settings = new MarketEnvironmentSettings { Volatility = 0.004, NoiseLevel = 0.7, SignalHalfLifeSteps = 5 };
        Scenario built = EnvironmentScenario.Create(settings, [], episodes: 1, competitiveRewards: false, marketImpact: true, seed: 11);

        Scenario read = ScenarioReader.Read(Yaml(settings), "market-environment.yaml");

        Assert.Equal(ScenarioWriter.Write(read with { Checkpoint = built.Checkpoint }), ScenarioWriter.Write(built));
        Assert.Equal(read.Digest(), built.Digest());
    }

    private static string Yaml(MarketEnvironmentSettings settings)
    {
        PredictablePrice price = PredictablePrice.Of(settings);
        LinearBook book = LinearBook.Of(settings);
        double opening = Math.Max(1, Math.Round(settings.InitialPrice / (double)book.TickSize)) * (double)book.TickSize;
        double annual = Math.Sqrt(252 * 390);
        return string.Create(CultureInfo.InvariantCulture, $$"""
            name: market-environment
            seed: 11
            market:
              tickSize: {{book.TickSize}}
              lotSize: {{book.LotSize}}
              tick: 10s
              open: "09:30:00"
              length: {{settings.EpisodeSteps * 60L}}s
              initialPrice: {{(decimal)opening}}
              snapshotLevels: 5
              fundamental:
                type: trending
                volatility: {{price.DeviationPerStep * annual:R}}
                trend: {{price.TrendPerStep * (252 * 390):R}}
                trendHalfLife: {{settings.SignalHalfLifeSteps * 60:R}}s
            agents:
              - name: dealer
                type: adaptive_market_maker
                count: 1
                cash: 0
                latency: { median: 300ms }
                parameters:
                  meanInterval: 20s
                  arrivals: regular
                  reference: value
                  window: fixed
                  windowWidth: {{book.Spacing:R}}
                  levels: {{LinearBook.Levels}}
                  levelSpacing: 1
                  volumeShare: 0%
                  minimumSize: {{book.LevelSize:R}}
                  backstopSize: {{2 * settings.PositionLimit:R}}
              - name: noise
                type: noise
                count: 10
                cash: 0
                latency: { median: 1s, dispersion: 0.3, jitter: 200ms }
                parameters: { meanInterval: 1min, meanSize: {{book.LevelSize / 5:R}}, marketShare: 100% }
            output: { sampleInterval: 1min, bookLevels: 1, trades: false }
            """);
    }

    [Theory]
    [InlineData(1e-6, 1, 100, 100)]
    [InlineData(0.02, 0.05, 25_000, 3)]
    [InlineData(0.001, 0.9, 0.5, 1e6)]
    public void Any_environment_makes_a_scenario_that_runs(double volatility, double noiseLevel, double price, double limit)
    {
        var settings = new MarketEnvironmentSettings { Volatility = volatility, NoiseLevel = noiseLevel, InitialPrice = price, PositionLimit = limit, EpisodeSteps = 30 };

        Assert.InRange(MeasuredPrices.Of(settings, episodes: 4).ChangeDeviation / settings.Volatility, 0.3, 3);
    }

    /// <summary>Growth of mid-prices, books and the signal at the decisions of a learner that no price reacts to.</summary>
    private sealed class MeasuredPrices
    {
        private readonly List<(double[] Growths, double[] Signals)> _episodes = [];
        private readonly List<MarketSnapshot> _books = [];
        private double _tick;
        private double _lot;

        public double ChangeDeviation => Math.Sqrt(Changes(0).Average(pair => pair.Change * pair.Change));

        public static MeasuredPrices Of(MarketEnvironmentSettings settings, int episodes)
        {
            var measured = new MeasuredPrices();
            Scenario scenario = EnvironmentScenario.Create(settings, [new LearningAgent("A2C")], episodes, competitiveRewards: false, marketImpact: false, seed: 3);
            scenario = scenario with { Market = scenario.Market with { SnapshotLevels = 60 } };
            measured._tick = (double)scenario.Market.Instrument.TickSize;
            measured._lot = (double)scenario.Market.Instrument.LotSize;
            var market = new Replica(scenario.ToMarket());
            for (int episode = 0; episode < episodes; episode++)
            {
                measured.Play(market, scenario, (ulong)episode);
            }

            return measured;
        }

        /// <summary>Mean growth over the step that begins so many steps after a signal of one.</summary>
        public double SlopeOnSignal(int after)
        {
            (double Signal, double Change)[] pairs = [.. Changes(after)];
            return pairs.Sum(pair => pair.Signal * pair.Change) / pairs.Sum(pair => pair.Signal * pair.Signal);
        }

        /// <summary>Of buying or selling at market, beside the mid-price.</summary>
        public double MedianCost(double units) => _books
            .SelectMany(book => new[] { CostOf(units, book.Asks, book.MidTicks), CostOf(units, book.Bids, book.MidTicks) })
            .Order().ElementAt(_books.Count);

        private IEnumerable<(double Signal, double Change)> Changes(int after) => _episodes.SelectMany(episode => Enumerable
            .Range(0, episode.Growths.Length - 1 - after)
            .Select(step => (episode.Signals[step], episode.Growths[step + after + 1] - episode.Growths[step + after])));

        // As the value's: of the initial price, below it of what is left.
        private static double GrowthOf(double share) => share >= 1 ? share - 1 : Math.Log(share);

        private double CostOf(double units, IReadOnlyList<BookLevel> side, double mid)
        {
            double left = units / _lot;
            double cost = 0;
            foreach (BookLevel level in side)
            {
                double taken = Math.Min(left, level.Quantity.Lots);
                cost += taken * Math.Abs(level.Price.Ticks - mid);
                left -= taken;
            }

            return left > 0 ? double.PositiveInfinity : cost * _tick * _lot;
        }

        private void Play(Replica market, Scenario scenario, ulong seed)
        {
            TradingSession session = scenario.Market.Session;
            double initial = scenario.Market.InitialPrice.Ticks;
            var twin = (TrendingValue)scenario.Market.Fundamental.Create(new FundamentalMarket(scenario.Market.Instrument, session, scenario.Market.InitialPrice, seed));
            List<double> growths = [], signals = [];
            long seen = -1;
            market.TickOpened = snapshot =>
            {
                // Where prices do not react, the value goes tick by tick.
                while (seen < snapshot.Tick)
                {
                    twin.AdvanceTo(session.OpenOf(++seen));
                }

                Assert.Equal(snapshot.FundamentalValueTicks, twin.Value);
                if ((snapshot.Time - session.Open) % (60 * SimulatedTime.NanosecondsPerSecond) == 30 * SimulatedTime.NanosecondsPerSecond)
                {
                    growths.Add(GrowthOf(snapshot.MidTicks / initial));
                    signals.Add(twin.Trend);
                    _books.Add(snapshot);
                }
            };
            market.Run(episode: 0, seed, new Fingerprint(session.TickCount));
            _episodes.Add(([.. growths], [.. signals]));
        }
    }
}
