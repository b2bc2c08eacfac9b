using MarketSim.Agents;
using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Engine;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Stepping;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Fundamentals;
using MarketSim.Market.Venues;

namespace MarketSim.Environments.OrderBooks;

/// <summary>
/// The market of each episode, whose last accounts are those of learners: it advances from one of their decisions to the next. All decide at the same ticks.
/// </summary>
internal sealed class OrderBookMarket
{
    private readonly OrderBookSettings _settings;
    private readonly bool _keepsFingerprint;
    private readonly ITradeListener? _trades;
    private readonly MarketDefinition _definition;
    private readonly LearnerStrategy[] _strategies;
    private SteppedMarket? _stepped;

    /// <param name="settings">Checked.</param>
    /// <param name="learners">Names of their groups, one account each, in order of accounts.</param>
    /// <param name="trades">Receives all trades of all episodes; null for none.</param>
    /// <exception cref="ArgumentException">A strategy or a parameter of the population is not known or not allowed, or the session is too short.</exception>
    public OrderBookMarket(OrderBookSettings settings, IReadOnlyList<string> learners, bool keepsFingerprint, ITradeListener? trades = null)
    {
        _settings = settings;
        _keepsFingerprint = keepsFingerprint;
        _trades = trades;
        _strategies = new LearnerStrategy[learners.Count];
        MarketDefinition market = settings.Market ?? CreateMarket(settings);
        _definition = market with
        {
            SnapshotLevels = Math.Max(Math.Max(market.SnapshotLevels, OrderBookObserver.ImbalanceLevels), settings.Book?.Levels ?? 0),
            Population = new Population([.. market.Population.Groups, .. learners.Select((name, index) => GroupOf(market.Population, name, index))]),
        };
        Session = _definition.Session;
    }

    public TradingSession Session { get; }

    /// <summary>The market of the present episode; null before the first <see cref="BeginEpisode"/>.</summary>
    public SteppedMarket? Stepped => _stepped;

    public int LearnerCount => _strategies.Length;

    /// <summary>The first learner's account; the others follow.</summary>
    public int FirstLearnerAccount => _definition.Population.Count - LearnerCount;

    public Instrument Instrument => _definition.Instrument;

    /// <summary>Time of the last trade in nanoseconds; the opening before the first.</summary>
    public long LastTradeNanoseconds => Math.Max(_stepped!.LastTradeNanoseconds, Session.Open.Nanoseconds);

    public LearnerStrategy StrategyOf(int learner) => _strategies[learner];

    /// <summary>A learner's agent, as of the opening of the present tick.</summary>
    public TradingAgent AgentOf(int learner) => _stepped!.Agents[FirstLearnerAccount + learner];

    /// <summary>Cash, and inventory at the mid, in tick·lots.</summary>
    public double EquityOf(int learner)
    {
        TradingAgent agent = AgentOf(learner);
        return agent.Portfolio.Cash + (agent.Portfolio.Inventory * _stepped!.Snapshot!.MidTicks);
    }

    /// <summary>Begins an episode with a new market.</summary>
    public void BeginEpisode(ulong seed) => _stepped = new SteppedMarket(
        _definition with { Seed = seed }, _keepsFingerprint ? new Fingerprint(Session.TickCount) : null, _trades);

    /// <summary>Discards the market.</summary>
    public void Discard() => _stepped = null;

    /// <summary>Runs the market until the tick is open at which learners decide next.</summary>
    public void AdvanceToDecision()
    {
        while (true)
        {
            _stepped!.OpenTick();
            if (_stepped.Snapshot is { } opened && IsAnyDueAt(opened.Tick))
            {
                return;
            }

            _stepped.RunTick();
        }
    }

    private bool IsAnyDueAt(long tick)
    {
        for (int learner = 0; learner < LearnerCount; learner++)
        {
            if (Session.TickAt(AgentOf(learner).NextWake) <= tick)
            {
                return true;
            }
        }

        return false;
    }

    private AgentGroup GroupOf(Population population, string name, int index)
    {
        // The market of each episode creates a new strategy, which the learner then acts by.
        Func<IStrategy> create = () => _strategies[index] = new LearnerStrategy(_settings);
        var definition = new StrategyDefinition("learner", "Carries out a learner's actions.", "Its environment", [], (_, _) => create);
        return new AgentGroup(
            name,
            population.Groups.Count + index,
            population.Count + index,
            Count: 1,
            new RuleBasedAgent(definition),
            _settings.Latency,
            _settings.InitialCash,
            InitialInventory: 0,
            create);
    }

    private static MarketDefinition CreateMarket(OrderBookSettings settings)
    {
        TradingSession session = settings.CreateSession();
        return new MarketDefinition
        {
            Seed = 0,
            Instrument = settings.Instrument,
            Session = session,
            Fees = settings.Fees,
            InitialPrice = settings.InitialPrice,
            SnapshotLevels = OrderBookObserver.ImbalanceLevels,
            Fundamental = (opened, seed) => new GeometricBrownianValue(settings.FundamentalParameters(), opened.Open, seed),
            Population = new Population(GroupsOf(settings, session)),
        };
    }

    private static List<AgentGroup> GroupsOf(OrderBookSettings settings, TradingSession session)
    {
        var market = new StrategyMarket(settings.Instrument, session, settings.InitialPrice);
        var groups = new List<AgentGroup>();
        int firstAccount = 0;
        foreach (OrderBookAgents agents in settings.Population)
        {
            SettingChecks.AtLeast(agents.Count, 1);
            var agent = new RuleBasedAgent(agents.Strategy, agents.Parameters);
            groups.Add(new AgentGroup(agents.Strategy, groups.Count, firstAccount, agents.Count, agent, agents.Latency, agents.Cash, InitialInventory: 0, agent.CreateFactory(market)));
            firstAccount += agents.Count;
        }

        return groups;
    }
}
