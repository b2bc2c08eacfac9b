using MarketSim.Agents;
using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Stepping;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;
using MarketSim.Market.Fundamentals;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.OrderBooks;

/// <summary>
/// One learner in a live order-book market of rule-based agents, in one thread. Every decision follows the opening of a tick; the orders it makes
/// meet the same latency, queue and book as everybody's. Between two decisions the market runs on.
/// </summary>
/// <remarks>Observations, rewards and the end of an episode: OBSERVATIONS.md beside the environments.</remarks>
public sealed class OrderBookEnvironment : IEnvironment
{
    private const int SnapshotLevels = 5;

    private readonly OrderBookSettings _settings;
    private readonly TradingSession _session;
    private readonly MarketDefinition _definition;
    private readonly OrderBookObserver _observer;
    private readonly Space _actionSpace;
    private SteppedMarket? _market;
    private LearnerStrategy? _strategy;
    private ulong _seed;
    private int _decision;
    private double _equity;
    private bool _isUnderWay;

    /// <exception cref="ArgumentException">A strategy or a parameter of the population is not known or not allowed.</exception>
    public OrderBookEnvironment(OrderBookSettings? settings = null)
    {
        _settings = (settings ?? new OrderBookSettings()).Checked();
        _session = _settings.Session();
        _observer = new OrderBookObserver(_settings);
        _actionSpace = LearnerStrategy.SpaceOf(_settings);
        _definition = new MarketDefinition
        {
            Seed = 0,
            Instrument = _settings.Instrument,
            Session = _session,
            Fees = _settings.Fees,
            InitialPrice = _settings.InitialPrice,
            SnapshotLevels = Math.Max(SnapshotLevels, _settings.Book?.Levels ?? 0),
            Fundamental = (session, seed) => new GeometricBrownianValue(_settings.Fundamental(), session.Open, seed),
            Population = new Population(CreateGroups()),
        };
    }

    public OrderBookSettings Settings => _settings;

    public Space ObservationSpace => _observer.Space;

    public Space ActionSpace => _actionSpace;

    /// <summary>The market as it stands; null before the first reset.</summary>
    public SteppedMarket? Market => _market;

    /// <summary>The learner's books; null before the first reset.</summary>
    public TradingAgent? Learner => _market?.Agents[^1];

    public void Reset(ulong seed, Span<float> observation)
    {
        Open(seed);
        _decision = 0;
        _observer.Reset();
        AdvanceToDecision();
        _equity = Equity();
        _isUnderWay = true;
        Observe(observation);
    }

    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        EnvironmentGuard.RequireEpisode(_isUnderWay);
        EnvironmentGuard.RequireAction(_actionSpace, action);
        bool isLast = _decision + 1 == _settings.Decisions;
        _strategy!.Set(action, mustFlatten: isLast && _settings.End == EpisodeEnd.Liquidate);
        _market!.RunTick();
        AdvanceToDecision();
        _decision++;
        double before = _equity;
        _equity = Equity();
        double share = Learner!.Portfolio.Inventory / (double)_settings.PositionLimitLots;
        bool isTerminated = _equity <= _settings.BankruptcyShare * _settings.InitialCash || (isLast && _settings.End == EpisodeEnd.Liquidate);
        _isUnderWay = !isLast && !isTerminated;
        Observe(observation);
        return new StepResult(
            ((_equity - before) / _settings.RewardUnit) - (_settings.InventoryPenalty * share * share), isTerminated, isLast && !isTerminated);
    }

    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(6);
        writer.WriteUInt64(_seed);
        writer.WriteInt64(_decision);
        writer.WriteDouble(_equity);
        writer.WriteBoolean(_isUnderWay);
        _observer.Save(writer);
        if (_market is null)
        {
            writer.WriteNil();
        }
        else
        {
            _market.Save(writer);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(6);
        ulong seed = reader.ReadUInt64();
        _decision = reader.ReadInt32();
        _equity = reader.ReadDouble();
        _isUnderWay = reader.ReadBoolean();
        _observer.Restore(ref reader);
        if (reader.TryReadNil())
        {
            _market = null;
        }
        else
        {
            Open(seed);
            _market!.Restore(ref reader);
        }
    }

    /// <summary>Runs the market until the tick is open at which the learner decides next.</summary>
    private void AdvanceToDecision()
    {
        while (true)
        {
            _market!.OpenTick();
            if (_market.Snapshot is { } opened && _session.TickAt(Learner!.NextWake) <= opened.Tick)
            {
                return;
            }

            _market.RunTick();
        }
    }

    private void Open(ulong seed)
    {
        _seed = seed;
        _market = new SteppedMarket(_definition with { Seed = seed });
    }

    private double Equity() => Learner!.Portfolio.Cash + (Learner.Portfolio.Inventory * _market!.Snapshot!.MidTicks);

    private void Observe(Span<float> observation) => _observer.Observe(
        _market!.Snapshot!,
        Math.Max(_market.LastTradeNanoseconds, _session.Open.Nanoseconds),
        Learner!,
        _equity - _settings.InitialCash,
        _settings.Decisions - _decision,
        observation);

    // The learner is the last one.
    private List<AgentGroup> CreateGroups()
    {
        var market = new StrategyMarket(_settings.Instrument, _session, _settings.InitialPrice);
        var groups = new List<AgentGroup>();
        int firstAccount = 0;
        foreach (OrderBookAgents agents in _settings.Population)
        {
            SettingChecks.AtLeast(agents.Count, 1);
            var agent = new RuleBasedAgent(agents.Strategy, agents.Parameters);
            groups.Add(new AgentGroup(agents.Strategy, groups.Count, firstAccount, agents.Count, agent, agents.Latency, agents.Cash, InitialInventory: 0, agent.CreateFactory(market)));
            firstAccount += agents.Count;
        }

        var definition = new StrategyDefinition("learner", "Carries out a learner's actions.", "Its environment", [], (_, _) => CreateLearner);
        groups.Add(new AgentGroup(
            "learner", groups.Count, firstAccount, Count: 1, new RuleBasedAgent(definition), _settings.Latency, _settings.InitialCash, InitialInventory: 0, CreateLearner));
        return groups;
    }

    private LearnerStrategy CreateLearner() => _strategy = new LearnerStrategy(_settings);
}
