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
/// The option that an agent executes: it counts the option's decisions and rewards, reports to the controller when the option has ended, and begins the next
/// choice. A choice arrives some ticks after the report; until then the option continues.
/// </summary>
internal sealed class OptionExecution
{
    private const int FieldCount = 15;
    private readonly HierarchyRules _rules;
    private readonly TradingRules _trading;

    // The controller's observation: market and book at the reports, with usual returns of a slow bar.
    private readonly TradingRules _slowTrading;
    private readonly RecentMarket _slowMarket = new();
    private readonly BookHistory? _slowBook;

    // The choice that begins at the next decision, the report that is not sent yet, and whether a report awaits its choice.
    private OptionChoice? _next;
    private OptionReport? _report;
    private bool _hasReported;
    private bool _awaitsChoice;

    // Since the last report: decisions of the option, the discounted sum of the task's rewards, and the discount of the next one.
    private int _duration;
    private int _decisions;
    private double _reward;
    private double _discount = 1;

    // For the option's own rewards: the memory of earlier moves, and market and position at the last decision.
    private SignalMemory _memory;
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

    /// <summary>Records a choice of the controller, which begins at the next decision.</summary>
    public void Choose(OptionChoice choice)
    {
        _next = choice;
        _awaitsChoice = false;
    }

    /// <summary>Records the task's reward of the last decision.</summary>
    /// <returns>Reward of the option: the task's and its own.</returns>
    public double AddReward(double reward, MarketSnapshot market)
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

    /// <summary>Before an action: begins a choice that has arrived, and reports if the option has ended, or the episode has just begun.</summary>
    public void Decide(MarketSnapshot market, TradingSession session, Portfolio portfolio)
    {
        (_hasMid, _mid, _inventory) = (true, market.MidTicks, portfolio.Inventory);
        if (_next is { } next)
        {
            (Option, _duration, _next) = (next.Option, next.Duration, null);
        }

        if (!_hasReported || (!_awaitsChoice && _decisions >= _duration))
        {
            Report(market, session, portfolio, end: null);
            (_hasReported, _awaitsChoice) = (true, true);
        }
    }

    /// <summary>Ends the episode with the last report, if there was a first one.</summary>
    public void End(MarketSnapshot market, TradingSession session, Portfolio portfolio)
    {
        if (_hasReported)
        {
            Report(market, session, portfolio, _trading.EndOfDay == SessionEnd.Truncated ? TrajectoryEnd.Truncated : TrajectoryEnd.Terminated);
        }
    }

    /// <summary>Returns and removes the report to send; null for none.</summary>
    public OptionReport? DrainReport()
    {
        OptionReport? report = _report;
        _report = null;
        return report;
    }

    /// <summary>Saves everything but the report, which must have been drained.</summary>
    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(_slowBook is null ? FieldCount : FieldCount + 1);
        writer.WriteInt64(Option);
        writer.WriteInt64(_duration);
        writer.WriteInt64(_decisions);
        writer.WriteDouble(_reward);
        writer.WriteDouble(_discount);
        writer.WriteBoolean(_hasReported);
        writer.WriteBoolean(_awaitsChoice);
        writer.WriteBoolean(_hasMid);
        writer.WriteDouble(_mid);
        writer.WriteInt64(_inventory);
        writer.WriteBoolean(_next is not null);
        writer.WriteInt64(_next?.Option ?? 0);
        writer.WriteInt64(_next?.Duration ?? 0);
        _slowMarket.Save(writer);
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
        _awaitsChoice = reader.ReadBoolean();
        _hasMid = reader.ReadBoolean();
        _mid = reader.ReadDouble();
        _inventory = reader.ReadInt64();
        bool hasNext = reader.ReadBoolean();
        var next = new OptionChoice(reader.ReadInt32(), reader.ReadInt32());
        _next = hasNext ? next : null;
        _slowMarket.Restore(ref reader);
        _memory.Restore(ref reader);
        _slowBook?.Restore(ref reader);
        _report = null;
    }

    private void Report(MarketSnapshot market, TradingSession session, Portfolio portfolio, TrajectoryEnd? end)
    {
        _slowMarket.Add(market);
        _slowBook?.Add(market);
        float[] observation = new float[MarketObserver.SpaceOf(_trading.Book).Size];
        MarketObserver.Observe(market, session, portfolio, _slowMarket, _slowBook, _slowTrading, observation);
        _report = new OptionReport(observation, _reward, _decisions, end);
        (_decisions, _reward, _discount) = (0, 0, 1);
    }
}
