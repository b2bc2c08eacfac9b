using System.Runtime.InteropServices;
using MarketSim.Agents.Decisions;
using MarketSim.Agents.PolicyTrading.Books;
using MarketSim.Agents.Portfolios;
using MarketSim.Agents.Strategies;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>
/// Acts by a policy at regular times. A decision has two halves, so that the policy can act for many agents at once: <see cref="Decide"/> observes,
/// <see cref="Act"/> trades. In between, whoever holds the policy asks it with <see cref="Ask"/>. News alone lead to no decision.
/// </summary>
/// <remarks>The first decision comes half an interval after the opening, so that there is a book to see, and as many come as intervals fit into the session.</remarks>
public sealed class PolicyStrategy : IStrategy
{
    private const int StateFields = 6;

    private readonly TradingRules _rules;
    private readonly bool _records;
    private readonly RecentMarket _recent = new();
    private readonly RewardMeter _rewards;
    private readonly StepBuffer _steps;
    private readonly OptionExecution? _options;
    private readonly BookHistory? _book;
    private readonly float[] _observation;
    private float[] _state = [];
    private float[] _stateBefore = [];
    private float[] _action = [];

    /// <param name="records">Whether steps are kept for a learner.</param>
    /// <param name="discount">Of a reward one decision later, 0 to 1.</param>
    /// <param name="hierarchy">Of an agent that executes options of a controller; null for one that acts by itself.</param>
    internal PolicyStrategy(TradingRules rules, bool records, double discount, HierarchyRules? hierarchy = null)
    {
        _options = hierarchy is null ? null : new OptionExecution(hierarchy, rules);
        _rules = rules;
        _records = records;
        _rewards = new RewardMeter(rules);
        _steps = new StepBuffer(discount);
        _book = rules.Book is { } view ? new BookHistory(view) : null;
        _observation = new float[MarketObserver.SpaceOf(rules.Book).Size];
    }

    /// <summary>Between the two halves of a decision.</summary>
    public bool AwaitsAction { get; private set; }

    /// <summary>Decisions since the session began.</summary>
    public long Decisions { get; private set; }

    /// <summary>Sum of the rewards since the session began.</summary>
    public double TotalReward { get; private set; }

    /// <summary>The option that acts, from 0; -1 for an agent without options.</summary>
    public int Option => _options?.Option ?? -1;

    /// <summary>A choice of the agent's controller has arrived; it counts from the next decision on.</summary>
    public void Choose(OptionChoice choice) => _options?.Choose(choice);

    /// <summary>The agent's report to its controller; null for none.</summary>
    public OptionReport? TakeReport() => _options?.TakeReport();

    /// <inheritdoc/>
    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => session.Open + (_rules.IntervalNanoseconds / 2);

    /// <inheritdoc/>
    public void Decide(Decision decision)
    {
        AwaitsAction = false;
        if (!decision.IsScheduled)
        {
            return;
        }

        Observe(decision.Market, decision.Session, decision.Portfolio);
        _options?.Decide(decision.Market, decision.Session, decision.Portfolio);
        decision.WakeAfter(_rules.IntervalNanoseconds);
        AwaitsAction = true;
    }

    /// <summary>Writes the observation into a row of the batch, and completes a trajectory segment when it is long enough.</summary>
    /// <returns>Null when none is complete.</returns>
    public CompletedSegment? Ask(PolicyBatch batch, int row, in RandomStream random)
    {
        CompletedSegment? completed = null;
        if (_state.Length != batch.State(row).Length)
        {
            _state = new float[batch.State(row).Length];
            _stateBefore = new float[_state.Length];
        }

        if (_options is not null && _state[0] != _options.Option + 1)
        {
            completed = BeginOption();
        }

        // Weights may change within a segment: what each step was drawn with is told by its log-probability.
        if (_rules.Segment > 0 && _steps.Count >= _rules.Segment)
        {
            completed = Complete(TrajectoryEnd.Cut);
        }

        _observation.CopyTo(batch.Observation(row));
        _state.CopyTo(batch.State(row));
        batch.Random[row] = random;
        return completed;
    }

    /// <summary>Trades as the policy has drawn.</summary>
    public void Act(Decision decision, PolicyBatch batch, int row, IPolicy policy, PolicyVersion version)
    {
        AwaitsAction = false;
        _state.CopyTo(_stateBefore, 0);
        batch.State(row).CopyTo(_state);
        if (_records)
        {
            _steps.Add(_observation, batch.Action(row), batch.LogProbabilities[row], batch.Values[row], _stateBefore, version);
        }

        Array.Resize(ref _action, batch.Action(row).Length);
        batch.Action(row).CopyTo(_action);
        policy.ClipAction(_action);
        Decisions++;
        TradingActions.Take(decision, _action, _rules);
    }

    /// <summary>At the end of the episode: the last reward, and the segment of all steps that are in none yet.</summary>
    /// <returns>Null when there are no such steps.</returns>
    public CompletedSegment? End(MarketSnapshot market, TradingSession session, Portfolio portfolio)
    {
        Observe(market, session, portfolio);
        _options?.End(market, session, portfolio);
        return _steps.Count > 0 ? Complete(_rules.EndOfDay == DayEnd.Truncated ? TrajectoryEnd.Truncated : TrajectoryEnd.Terminated) : null;
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(StateFields + (_book is null ? 0 : 1) + (_options is null ? 0 : 1));
        writer.WriteInt64(Decisions);
        writer.WriteDouble(TotalReward);
        _recent.Save(writer);
        _rewards.Save(writer);
        _steps.Save(writer);
        writer.WriteBytes(MemoryMarshal.AsBytes(_state.AsSpan()));
        _book?.Save(writer);
        _options?.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(StateFields + (_book is null ? 0 : 1) + (_options is null ? 0 : 1));
        Decisions = reader.ReadInt64();
        TotalReward = reader.ReadDouble();
        _recent.Restore(ref reader);
        _rewards.Restore(ref reader);
        _steps.Restore(ref reader);
        _state = MemoryMarshal.Cast<byte, float>(reader.ReadBytes()).ToArray();
        _stateBefore = new float[_state.Length];
        _book?.Restore(ref reader);
        _options?.Restore(ref reader);
    }

    // Another option acts from here: its policy remembers nothing, and the steps of the one before are complete.
    private CompletedSegment? BeginOption()
    {
        Array.Clear(_state);
        _state[0] = _options!.Option + 1;
        return _steps.Count > 0 ? Complete(TrajectoryEnd.Cut) : null;
    }

    private CompletedSegment Complete(TrajectoryEnd end)
    {
        long publication = _steps.Version.Publication;
        return new CompletedSegment(publication, _steps.Take(_observation, _state, end));
    }

    private void Observe(MarketSnapshot market, TradingSession session, Portfolio portfolio)
    {
        _recent.Add(market);
        _book?.Add(market);
        if (_rewards.Measure(portfolio, market) is { } reward)
        {
            TotalReward += reward;
            double earned = _options?.Earn(reward, market) ?? reward;
            if (_records && _steps.Rewarded < _steps.Count)
            {
                _steps.Reward(earned);
            }
        }

        MarketObserver.Observe(market, session, portfolio, _recent, _book, _rules, _observation);
    }
}

/// <summary>A trajectory segment that is complete.</summary>
/// <param name="Publication">Of the weights that took its first step.</param>
public sealed record CompletedSegment(long Publication, Trajectory Trajectory);
