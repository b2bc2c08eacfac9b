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

/// <summary>A market whose last accounts are those of learners: it advances from one of their decisions to the next. All decide at the same ticks.</summary>
internal sealed class OrderBookMarket
{
    // Levels that observations need at least.
    private const int MinSnapshotLevels = 5;

    private readonly OrderBookSettings _settings;
    private readonly bool _keepsFingerprint;
    private readonly ITradeListener? _trades;
    private readonly MarketDefinition _definition;
    private readonly LearnerStrategy[] _strategies;
    private SteppedMarket? _market;

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
        MarketDefinition market = settings.Market ?? Generated(settings);
        _definition = market with
        {
            SnapshotLevels = Math.Max(Math.Max(market.SnapshotLevels, MinSnapshotLevels), settings.Book?.Levels ?? 0),
            Population = new Population([.. market.Population.Groups, .. learners.Select((name, index) => GroupOf(market.Population, name, index))]),
        };
        Session = _definition.Session;
    }

    public TradingSession Session { get; }

    /// <summary>The market of the present episode; null before the first <see cref="Open"/>.</summary>
    public SteppedMarket? Market => _market;

    public int Learners => _strategies.Length;

    /// <summary>The first learner's account; the others follow.</summary>
    public int FirstAccount => _definition.Population.Count - Learners;

    public Instrument Instrument => _definition.Instrument;

    /// <summary>Time of the last trade in nanoseconds; the opening before the first.</summary>
    public long LastTradeNanoseconds => Math.Max(_market!.LastTradeNanoseconds, Session.Open.Nanoseconds);

    public LearnerStrategy StrategyOf(int learner) => _strategies[learner];

    /// <summary>A learner's agent, as of the opening of the present tick.</summary>
    public TradingAgent Learner(int learner) => _market!.Agents[_market.Agents.Count - Learners + learner];

    /// <summary>Cash, and inventory at the mid, in tick·lots.</summary>
    public double EquityOf(int learner)
    {
        TradingAgent agent = Learner(learner);
        return agent.Portfolio.Cash + (agent.Portfolio.Inventory * _market!.Snapshot!.MidTicks);
    }

    /// <summary>Begins an episode with a new market.</summary>
    public void Open(ulong seed) => _market = new SteppedMarket(
        _definition with { Seed = seed }, _keepsFingerprint ? new Fingerprint(Session.TickCount) : null, _trades);

    /// <summary>Discards the market.</summary>
    public void Close() => _market = null;

    /// <summary>Runs the market until the tick is open at which learners decide next.</summary>
    public void AdvanceToDecision()
    {
        while (true)
        {
            _market!.OpenTick();
            if (_market.Snapshot is { } opened && IsAnyDueAt(opened.Tick))
            {
                return;
            }

            _market.RunTick();
        }
    }

    private bool IsAnyDueAt(long tick)
    {
        for (int learner = 0; learner < Learners; learner++)
        {
            if (Session.TickAt(Learner(learner).NextWake) <= tick)
            {
                return true;
            }
        }

        return false;
    }

    private AgentGroup GroupOf(Population population, string name, int index)
    {
        // Each episode has a new strategy, by which the environment acts.
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

    private static MarketDefinition Generated(OrderBookSettings settings)
    {
        TradingSession session = settings.Session();
        return new MarketDefinition
        {
            Seed = 0,
            Instrument = settings.Instrument,
            Session = session,
            Fees = settings.Fees,
            InitialPrice = settings.InitialPrice,
            SnapshotLevels = MinSnapshotLevels,
            Fundamental = (opened, seed) => new GeometricBrownianValue(settings.Fundamental(), opened.Open, seed),
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
