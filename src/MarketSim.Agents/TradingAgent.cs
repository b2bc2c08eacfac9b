using MarketSim.Agents.Decisions;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.Population;
using MarketSim.Agents.Portfolios;
using MarketSim.Agents.Strategies;
using MarketSim.Learning.Policies;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents;

/// <summary>One trading agent: its strategy with its memory, its portfolio, latency, random streams and next wake-up.</summary>
public sealed class TradingAgent : DecidingAgent
{
    private const long NoTick = -1;

    private readonly AgentGroup _group;
    private readonly RestartPolicy _restartPolicy;
    private readonly Position _opening;
    private readonly int _member;
    private IStrategy _strategy = null!;

    // Requests: latency model of the session, the agent's own latency, its jitter, and number and arrival of the last request.
    private LatencyModel _latency;
    private long _latencyNanoseconds;
    private RandomStream _jitterRandom;
    private int _sequence;
    private SimulatedTime _lastArrival;

    // Wake-ups: the tick of one by account events, and the offset within it.
    private long _eventTick = NoTick;
    private RandomStream _offsetRandom;

    // The last decision, for its second half (Act) and for a failure in it.
    private SimulatedTime _decidedAt;
    private WakeReason _wokenBy;
    private long _ordersBefore;

    private long _restartWindowStart;
    private int _restartsInWindow;

    /// <summary>Creates an agent at the beginning of a session.</summary>
    /// <param name="member">The agent's index in its group, from 0.</param>
    /// <param name="conditions">Conditions of the session; null for those of its group.</param>
    public TradingAgent(
        AgentGroup group, int member, ulong seed, Price initialPrice, TradingSession session, RestartPolicy restartPolicy, AgentConditions? conditions = null)
        : base(new AccountId(group.FirstAccount + member))
    {
        _group = group;
        _latency = group.Latency;
        _restartPolicy = restartPolicy;
        _member = member;
        _opening = new Position(group.InitialCash, group.InitialInventory, initialPrice);
        Begin(seed, session, conditions);
    }

    /// <summary>The strategy of an agent that acts by a policy; null for all others.</summary>
    public PolicyStrategy? PolicyStrategy => _strategy as PolicyStrategy;

    /// <summary>The strategy of an agent whose decisions are recorded; null for all others.</summary>
    public DemonstratingStrategy? Demonstrator => _strategy as DemonstratingStrategy;

    /// <summary>False for an agent that sleeps through the session.</summary>
    public bool IsActive { get; private set; }

    /// <summary>The time of the scheduled wake-up; account events may wake the agent earlier.</summary>
    public SimulatedTime NextWake { get; private set; }

    /// <summary>Number of times that its strategy has thrown.</summary>
    public int Failures { get; private set; }

    /// <summary>True after too many failures: awake, the agent only cancels what it has open.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>A copy of the agent's stream for its decisions, at its present position.</summary>
    public RandomStream DecisionRandom => StrategyRandom;

    // Draws for decisions: actions of a policy, or the strategy's own draws.
    private RandomPurpose DecisionPurpose => _group.Agent is LearningAgent ? RandomPurpose.ActionSampling : RandomPurpose.Strategy;

    /// <summary>Begins a session in the initial state; everything drawn in it comes from the seed.</summary>
    /// <param name="conditions">Conditions of the session; null for those of its group.</param>
    public void Begin(ulong seed, TradingSession session, AgentConditions? conditions = null)
    {
        _latency = conditions?.Latency ?? _group.Latency;
        IsActive = conditions?.IsActive ?? true;
        StrategyRandom = new RandomStream(seed, DecisionPurpose, _group.Index, _member);
        _jitterRandom = new RandomStream(seed, RandomPurpose.Latency, _group.Index, _member);
        _offsetRandom = new RandomStream(seed, RandomPurpose.DecisionOffset, _group.Index, _member);
        _latencyNanoseconds = _latency.DrawAgentLatency(ref _jitterRandom);
        Portfolio = new Portfolio(_opening);
        _strategy = _group.CreateStrategy();
        NextWake = IsActive ? _strategy.FirstWake(session, ref StrategyRandom) : SimulatedTime.Never;
        _sequence = 0;
        _lastArrival = default;
        _eventTick = NoTick;
        _restartWindowStart = session.FirstTick;
        _restartsInWindow = 0;
        Failures = 0;
        IsStopped = false;
        OrdersSent = 0;
    }

    /// <summary>The first tick after <paramref name="tick"/> at which the agent is awake; <see cref="long.MaxValue"/> for none.</summary>
    public long DueTick(long tick, TradingSession session)
    {
        long scheduled = NextWake == SimulatedTime.Never ? long.MaxValue : Math.Max(session.TickAt(NextWake), tick + 1);
        return _eventTick == NoTick ? scheduled : Math.Min(scheduled, Math.Max(_eventTick, tick + 1));
    }

    /// <summary>True when any of the account events wakes the agent.</summary>
    public bool WakesOn(ReadOnlySpan<AccountEvent> events)
    {
        foreach (ref readonly AccountEvent item in events)
        {
            if (item.Wakes)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Applies an account event; if it wakes the agent, it is awake at <paramref name="tick"/>.</summary>
    public void Apply(in AccountEvent accountEvent, long tick)
    {
        Portfolio.Apply(accountEvent);
        if (accountEvent.Wakes && _eventTick == NoTick)
        {
            _eventTick = tick;
        }
    }

    /// <summary>Runs one decision on the tick that <paramref name="market"/> opens.</summary>
    public void Decide(Decision decision, MarketSnapshot market)
    {
        TradingSession session = decision.Session;
        bool isScheduled = NextWake != SimulatedTime.Never && session.TickAt(NextWake) <= market.Tick;
        WakeReason reason = (isScheduled ? WakeReason.Scheduled : WakeReason.None) | (_eventTick == NoTick ? WakeReason.None : WakeReason.AccountEvent);

        // At the scheduled time, if that is not over already; woken by an account event, at a random time within the tick.
        SimulatedTime now = isScheduled
            ? new SimulatedTime(Math.Max(NextWake.Nanoseconds, market.Time.Nanoseconds))
            : market.Time + _offsetRandom.NextInt64(session.TickNanoseconds);
        SimulatedTime stillScheduled = isScheduled ? SimulatedTime.Never : NextWake;
        _eventTick = NoTick;
        NextWake = SimulatedTime.Never;
        _ordersBefore = OrdersSent;
        _decidedAt = now;
        _wokenBy = reason;
        decision.Begin(this, market, now, reason);
        if (IsStopped)
        {
            decision.CancelAll();
            return;
        }

        _strategy.Decide(decision);
        NextWake = decision.NextWake == SimulatedTime.Never ? stillScheduled : decision.NextWake;
    }

    /// <summary>Executes the second half of a decision, whose action a policy has drawn.</summary>
    /// <param name="batch">Contains this agent's action in <paramref name="row"/>.</param>
    /// <param name="version">Version of the weights that drew it.</param>
    public void Act(Decision decision, MarketSnapshot market, PolicyBatch batch, int row, IPolicy policy, PolicyVersion version)
    {
        decision.Begin(this, market, _decidedAt, _wokenBy);
        StrategyRandom = batch.Random[row];
        PolicyStrategy!.Act(decision, batch, row, policy, version);
    }

    /// <summary>Records a failure of its strategy: discards the strategy's memory, and pauses or stops for good. The portfolio must be rebuilt.</summary>
    public void Fail(long tick, TradingSession session)
    {
        Failures++;
        OrdersSent = _ordersBefore;
        if (tick - _restartWindowStart >= _restartPolicy.WindowTicks)
        {
            _restartWindowStart = tick;
            _restartsInWindow = 0;
        }

        _restartsInWindow++;
        _strategy = _group.CreateStrategy();
        _eventTick = NoTick;
        IsStopped = _restartsInWindow > _restartPolicy.MaximumRestarts;
        NextWake = session.OpenOf(tick + (IsStopped ? 1 : _restartPolicy.BackoffTicks(_restartsInWindow)));
    }

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(14);
        writer.WriteInt64(Account.Value);
        writer.WriteUInt64(StrategyRandom.Position);
        writer.WriteUInt64(_jitterRandom.Position);
        writer.WriteUInt64(_offsetRandom.Position);
        writer.WriteInt64(_sequence);
        writer.WriteInt64(_lastArrival.Nanoseconds);
        writer.WriteInt64(NextWake.Nanoseconds);
        writer.WriteInt64(_eventTick);
        writer.WriteInt64(Failures);
        writer.WriteInt64(_restartWindowStart);
        writer.WriteInt64(_restartsInWindow);
        writer.WriteInt64(OrdersSent);
        Portfolio.Save(writer);
        _strategy.Save(writer);
    }

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
    public void Restore(ref MessagePackReader reader, ulong seed)
    {
        reader.ReadArrayHeader(14);
        long account = reader.ReadInt64();
        if (account != Account.Value)
        {
            throw new InvalidDataException($"The saved agent is number {account}, not {Account.Value}: the part belongs to another scenario.");
        }

        StrategyRandom = new RandomStream(seed, DecisionPurpose, _group.Index, _member, reader.ReadUInt64());
        _jitterRandom = new RandomStream(seed, RandomPurpose.Latency, _group.Index, _member, reader.ReadUInt64());
        _offsetRandom = new RandomStream(seed, RandomPurpose.DecisionOffset, _group.Index, _member, reader.ReadUInt64());
        _sequence = (int)reader.ReadInt64();
        _lastArrival = new SimulatedTime(reader.ReadInt64());
        NextWake = new SimulatedTime(reader.ReadInt64());
        _eventTick = reader.ReadInt64();
        Failures = (int)reader.ReadInt64();
        _restartWindowStart = reader.ReadInt64();
        _restartsInWindow = (int)reader.ReadInt64();
        IsStopped = _restartsInWindow > _restartPolicy.MaximumRestarts;
        OrdersSent = reader.ReadInt64();
        Portfolio.Restore(ref reader);
        _strategy.Restore(ref reader);
    }

    internal override int NextSequence() => ++_sequence;

    internal override SimulatedTime ArrivalOf(SimulatedTime sent)
    {
        SimulatedTime arrival = sent.Later(_latencyNanoseconds).Later(_latency.DrawJitter(ref _jitterRandom));
        _lastArrival = arrival > _lastArrival ? arrival : _lastArrival;
        return _lastArrival;
    }
}
