using MarketSim.Agents.PolicyTrading.Books;
using MarketSim.Agents.Portfolios;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Hierarchical.Rewards;
using MarketSim.Learning.Rollouts;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>
/// The option that an agent executes: counts its decisions and what they earned, reports to the controller when the option has ended, and takes the next
/// choice over. A choice arrives some ticks after the report; until then the option goes on.
/// </summary>
internal sealed class OptionExecution
{
    private const int FieldCount = 15;
    private readonly HierarchyRules _rules;
    private readonly TradingRules _trading;
    private readonly TradingRules _slowTrading;
    private readonly RecentMarket _slow = new();
    private readonly BookHistory? _slowBook;
    private SignalMemory _memory;
    private OptionChoice? _next;
    private OptionReport? _report;
    private int _duration;
    private int _decisions;
    private double _reward;
    private double _discount = 1;
    private bool _hasReported;
    private bool _awaits;
    private bool _hasMid;
    private double _mid;
    private long _inventory;

    public OptionExecution(HierarchyRules rules, TradingRules trading)
    {
        _rules = rules;
        _trading = trading;
        _slowBook = trading.Book is { } view ? new BookHistory(view) : null;
        _slowTrading = trading with { ReturnScale = trading.ReturnScale * Math.Sqrt(rules.SlowScale) };
    }

    /// <summary>The option that acts, from 0: the first one until the first choice arrives.</summary>
    public int Option { get; private set; }

    /// <summary>A choice of the controller has arrived; it counts from the next decision on.</summary>
    public void Choose(OptionChoice choice)
    {
        _next = choice;
        _awaits = false;
    }

    /// <summary>Takes in what the decision before has earned.</summary>
    /// <param name="reward">Of the task.</param>
    /// <returns>What the option earned: the task's reward and its own.</returns>
    public double Earn(double reward, MarketSnapshot market)
    {
        _reward += _discount * reward;
        _discount *= _rules.ControllerDiscount;
        _decisions++;
        if (_rules.Settings.OptionRewards.Count == 0)
        {
            return reward;
        }

        double usualMove = Math.Max(1, _mid) * _trading.ReturnScale;
        double position = _inventory / (double)_trading.MaximumPosition;
        var signals = new StepSignals(position, _hasMid ? (market.MidTicks - _mid) / usualMove : 0, Math.Abs(position));
        double earned = _rules.Settings.OptionRewards[Option].Of(new OptionStep
        {
            Option = Option,
            Observation = [],
            Action = [],
            TaskReward = reward,
            Signals = signals,
            Memory = _memory,
        });
        _memory.Add(signals);
        return earned;
    }

    /// <summary>At a decision: takes over a choice that has arrived, and reports if the option has ended.</summary>
    public void Decide(MarketSnapshot market, TradingSession session, Portfolio portfolio)
    {
        (_hasMid, _mid, _inventory) = (true, market.MidTicks, portfolio.Inventory);
        if (_next is { } next)
        {
            (Option, _duration, _next) = (next.Option, next.Duration, null);
        }

        if (!_hasReported || (!_awaits && _decisions >= _duration))
        {
            Report(market, session, portfolio, end: null);
            (_hasReported, _awaits) = (true, true);
        }
    }

    /// <summary>At the end of the episode: the last report.</summary>
    public void End(MarketSnapshot market, TradingSession session, Portfolio portfolio)
    {
        if (_hasReported)
        {
            Report(market, session, portfolio, _trading.EndOfDay == DayEnd.Truncated ? TrajectoryEnd.Truncated : TrajectoryEnd.Terminated);
        }
    }

    /// <summary>The report that is to be sent; null for none.</summary>
    public OptionReport? TakeReport()
    {
        OptionReport? report = _report;
        _report = null;
        return report;
    }

    /// <summary>Saves everything; a report has been taken by then.</summary>
    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(_slowBook is null ? FieldCount : FieldCount + 1);
        writer.WriteInt64(Option);
        writer.WriteInt64(_duration);
        writer.WriteInt64(_decisions);
        writer.WriteDouble(_reward);
        writer.WriteDouble(_discount);
        writer.WriteBoolean(_hasReported);
        writer.WriteBoolean(_awaits);
        writer.WriteBoolean(_hasMid);
        writer.WriteDouble(_mid);
        writer.WriteInt64(_inventory);
        writer.WriteBoolean(_next is not null);
        writer.WriteInt64(_next?.Option ?? 0);
        writer.WriteInt64(_next?.Duration ?? 0);
        _slow.Save(writer);
        _memory.Save(writer);
        _slowBook?.Save(writer);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(_slowBook is null ? FieldCount : FieldCount + 1);
        Option = reader.ReadInt32();
        _duration = reader.ReadInt32();
        _decisions = reader.ReadInt32();
        _reward = reader.ReadDouble();
        _discount = reader.ReadDouble();
        _hasReported = reader.ReadBoolean();
        _awaits = reader.ReadBoolean();
        _hasMid = reader.ReadBoolean();
        _mid = reader.ReadDouble();
        _inventory = reader.ReadInt64();
        bool hasNext = reader.ReadBoolean();
        var next = new OptionChoice(reader.ReadInt32(), reader.ReadInt32());
        _next = hasNext ? next : null;
        _slow.Restore(ref reader);
        _memory.Restore(ref reader);
        _slowBook?.Restore(ref reader);
        _report = null;
    }

    private void Report(MarketSnapshot market, TradingSession session, Portfolio portfolio, TrajectoryEnd? end)
    {
        _slow.Add(market);
        _slowBook?.Add(market);
        float[] observation = new float[MarketObserver.SpaceOf(_trading.Book).Size];
        MarketObserver.Observe(market, session, portfolio, _slow, _slowBook, _slowTrading, observation);
        _report = new OptionReport(observation, _reward, _decisions, end);
        (_decisions, _reward, _discount) = (0, 0, 1);
    }
}
