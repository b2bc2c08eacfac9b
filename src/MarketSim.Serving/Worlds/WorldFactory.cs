using MarketSim.Agents.PolicyTrading.Books;
using MarketSim.Agents.Population;
using MarketSim.Environments;
using MarketSim.Environments.OrderBooks;
using MarketSim.Market.Time;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Bars;

namespace MarketSim.Serving.Worlds;

/// <summary>Makes the environments that a client asks for.</summary>
/// <param name="readScenario">Finds a scenario by its name, or reads a file.</param>
internal sealed class WorldFactory(Func<string, ScenarioDocument> readScenario)
{
    private const string DefaultBars = "bar-training";
    private const double MaximumSeconds = 1_000_000;
    private const double Milliseconds = SimulatedTime.NanosecondsPerSecond / 1e3;

    /// <summary>The environments, and the scenario that they are of; null for the kind's own market.</summary>
    /// <exception cref="WorldException">The request cannot be met.</exception>
    /// <exception cref="ScenarioException">The scenario is wrong.</exception>
    public (IReadOnlyList<IWorld> Worlds, ScenarioDocument? Scenario) Create(WorldRequest request, bool keepsFingerprint)
    {
        var options = new WorldOptions(request.Options);
        return request.Kind switch
        {
            WorldKinds.OrderBook => CreateOrderBooks(request, options, keepsFingerprint),
            WorldKinds.Bars => CreateBars(request, options),
            _ => throw new WorldException($"There is no environment of kind {request.Kind}; there are {WorldKinds.OrderBook} and {WorldKinds.Bars}."),
        };
    }

    private (IReadOnlyList<IWorld> Worlds, ScenarioDocument? Scenario) CreateOrderBooks(WorldRequest request, WorldOptions options, bool keepsFingerprint)
    {
        Scenario? scenario = request.Scenario is { } name ? MarketOf(readScenario(name), name) : null;
        OrderBookSettings settings = SettingsOf(options, scenario);
        string tables = options.Choice("tables", "first", "all", "none");
        options.Close();
        IReadOnlyList<string> agents = request.Agents.Count == 0 ? ["agent"] : request.Agents;
        if (scenario is not null && agents.FirstOrDefault(agent => scenario.Agents.Any(group => group.Name == agent)) is { } taken)
        {
            throw new WorldException($"An agent is called {taken}, as a group of scenario {scenario.Name} is; give it another name.");
        }

        try
        {
            return ([.. Enumerable.Range(0, request.Count).Select(world => new OrderBookWorld(
                settings, agents, keepsFingerprint, keepsLog: keepsFingerprint && (tables == "all" || (tables == "first" && world == 0))))], scenario);
        }
        catch (ArgumentException exception)
        {
            throw new WorldException(exception.Message);
        }
    }

    // The learners of an environment are outside it: a training of the scenario's own is left out, and who would learn in it is refused.
    private static Scenario MarketOf(ScenarioDocument document, string name)
    {
        if (document is not Scenario scenario)
        {
            throw new WorldException($"Scenario {name} is one of bars, and has no order book; ask for MarketSim/Bars-v0.");
        }

        return scenario.Agents.FirstOrDefault(group => group.Learns) is { } learner
            ? throw new WorldException($"Group {learner.Name} of scenario {name} learns; in an environment the clients' agents do. Freeze the group's weights (frozen: {{ file: … }}), or take it out.")
            : scenario with { Training = null, Curriculum = null };
    }

    private static OrderBookSettings SettingsOf(WorldOptions options, Scenario? scenario)
    {
        var defaults = new OrderBookSettings { Market = scenario?.ToMarket() };
        long warmUp = Nanoseconds(options.Number("warmup_seconds", defaults.WarmUpNanoseconds / 1e9, 1e-9, MaximumSeconds));
        long interval = Nanoseconds(options.Number("decision_seconds", defaults.DecisionNanoseconds / 1e9, 1e-9, MaximumSeconds));
        long fitting = scenario is null ? defaults.Decisions : Math.Clamp(OrderBookSettings.DecisionsWithin(scenario.Market.Session, warmUp, interval), 1, defaults.Decisions);
        long bookLevels = options.Count("book_levels", 0, 0, 50);
        long bookSnapshots = options.Count("book_snapshots", 1, 1, 1_000);
        string actions = options.Choice("actions", "target", "quotes", "trades");
        double[]? sizes = options.Numbers("sizes");
        return defaults with
        {
            WarmUpNanoseconds = warmUp,
            DecisionNanoseconds = interval,
            Decisions = (int)options.Count("decisions", fitting, 1, 100_000_000),
            End = options.Choice("end", "truncate", "liquidate") == "liquidate" ? EpisodeEnd.Liquidate : EpisodeEnd.Truncate,
            Latency = new LatencyModel(Math.Max(1, (long)(options.Number("latency_ms", defaults.Latency.MedianNanoseconds / Milliseconds, 0, 3_600_000) * Milliseconds)), Dispersion: 0, JitterNanoseconds: 0),
            InitialCash = options.Count("initial_cash", defaults.InitialCash, 1, long.MaxValue / 1024),
            PositionLimitLots = options.Count("position_limit", defaults.PositionLimitLots, 1, 1_000_000_000),
            Positions = actions switch
            {
                "target" => PositionActions.Target(),
                "trades" => TradesOf(sizes ?? [0.1, 0.5]),
                _ => null,
            },
            QuoteRangeTicks = options.Number("quote_range", defaults.QuoteRangeTicks, 1, 1e6),
            QuoteLots = options.Count("quote_size", defaults.QuoteLots, 1, 1_000_000_000),
            RewardUnit = options.Number("reward_unit", defaults.RewardUnit, 1e-9, 1e18),
            InventoryPenalty = options.Number("inventory_penalty", 0, 0, 1e9),
            BankruptcyShare = options.Number("bankruptcy_share", defaults.BankruptcyShare, 0, 0.999),
            SeesTradesByVolume = options.Choice("trade_age", "exact", "observed") == "observed",
            Book = bookLevels > 0 ? new BookView((int)bookLevels, (int)bookSnapshots) : null,
        };
    }

    private static PositionActions TradesOf(double[] sizes)
    {
        try
        {
            return PositionActions.Trades(sizes);
        }
        catch (ArgumentException exception)
        {
            throw new WorldException($"sizes: {exception.Message}");
        }
    }

    private (IReadOnlyList<IWorld> Worlds, ScenarioDocument Scenario) CreateBars(WorldRequest request, WorldOptions options)
    {
        string name = request.Scenario ?? DefaultBars;
        if (readScenario(name) is not BarsScenario scenario)
        {
            throw new WorldException($"Scenario {name} is a market, and has no bars; ask for MarketSim/OrderBook-v0.");
        }

        if (request.Agents.Count > 1)
        {
            throw new WorldException($"There are {request.Agents.Count} agents; bars have prices that do not react, and one agent. Make several environments.");
        }

        var task = new BarsTask(scenario);
        int fold = (int)options.Count("fold", 1, 1, task.Folds.Count) - 1;
        bool isTest = options.Choice("part", "training", "test") == "test";
        options.Close();
        return ([.. Enumerable.Range(0, request.Count).Select(_ => new BarsWorld(isTest ? task.CreateTestEnvironment(fold) : task.CreateTrainingEnvironment(fold)))], scenario);
    }

    private static long Nanoseconds(double seconds) => (long)Math.Round(seconds * SimulatedTime.NanosecondsPerSecond);
}
