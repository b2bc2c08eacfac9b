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
/// Acts by a policy at regular times. A decision has two halves, so that one inference can serve many agents: <see cref="Decide"/> observes, and
/// <see cref="Act"/> trades. In between, the owner of the policy fills a row of its batch with <see cref="PrepareInference"/> and lets the policy act.
/// Account events alone lead to no decision.
/// </summary>
/// <remarks>The first decision is half an interval after the opening, so that there is a book to observe; there is one for each whole interval of the session.</remarks>
public sealed class PolicyStrategy : IStrategy
{
    private const int StateFields = 6;

    private readonly TradingRules _rules;
    private readonly bool _records;
    private readonly RecentMarket _recent = new();
    private readonly WealthReward _rewards;
    private readonly StepBuffer _steps;
    private readonly OptionExecution? _options;
    private readonly BookHistory? _book;
    private readonly float[] _observation;

    // Recurrent state of the policy, now and before its last action; of an agent with options, the first element is the number of the acting option from 1.
    private float[] _state = [];
    private float[] _stateBefore = [];
    private float[] _action = [];

    /// <param name="records">True to record steps for a learner.</param>
    /// <param name="discount">Discount of a reward one decision later, 0 to 1.</param>
    /// <param name="hierarchy">Rules of an agent that executes options of a controller; null for one that acts by itself.</param>
    internal PolicyStrategy(TradingRules rules, bool records, double discount, HierarchyRules? hierarchy = null)
    {
        _options = hierarchy is null ? null : new OptionExecution(hierarchy, rules);
        _rules = rules;
        _records = records;
        _rewards = new WealthReward(rules);
        _steps = new StepBuffer(discount);
        _book = rules.Book is { } view ? new BookHistory(view) : null;
        _observation = new float[MarketObserver.SpaceOf(rules.Book).Size];
    }

    /// <summary>True between the two halves of a decision.</summary>
    public bool AwaitsAction { get; private set; }

    /// <summary>Number of decisions since the session began.</summary>
    public long Decisions { get; private set; }

    /// <summary>Sum of the rewards since the session began.</summary>
    public double TotalReward { get; private set; }

    /// <summary>The option that acts, from 0; -1 for an agent without options.</summary>
    public int Option => _options?.Option ?? -1;

    /// <summary>Records a choice of the agent's controller, which begins at the next decision.</summary>
    public void Choose(OptionChoice choice) => _options?.Choose(choice);

    /// <summary>Returns and removes the agent's report to its controller; null for none.</summary>
    public OptionReport? DrainReport() => _options?.DrainReport();

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

    /// <summary>Writes observation, state and random stream into a row of the batch, and completes a trajectory segment that is long enough.</summary>
    /// <returns>The completed segment; null for none.</returns>
    public CompletedSegment? PrepareInference(PolicyBatch batch, int row, in RandomStream random)
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

        // Weights may change within a segment: each step's log-probability is that of the weights that drew it.
        if (_rules.Segment > 0 && _steps.Count >= _rules.Segment)
        {
            completed = Complete(TrajectoryEnd.Cut);
        }

        _observation.CopyTo(batch.Observation(row));
        _state.CopyTo(batch.State(row));
        batch.Random[row] = random;
        return completed;
    }

    /// <summary>Executes the action that the policy has drawn.</summary>
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
        TradingActions.Execute(decision, _action, _rules);
    }

    /// <summary>Ends the episode: adds the last reward, and completes the segment of the remaining steps.</summary>
    /// <returns>The completed segment; null when no step remains.</returns>
    public CompletedSegment? End(MarketSnapshot market, TradingSession session, Portfolio portfolio)
    {
        Observe(market, session, portfolio);
        _options?.End(market, session, portfolio);
        return _steps.Count > 0 ? Complete(_rules.EndOfDay == SessionEnd.Truncated ? TrajectoryEnd.Truncated : TrajectoryEnd.Terminated) : null;
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

    // Another option acts from here: its policy begins without memory, and the segment of the one before is complete.
    private CompletedSegment? BeginOption()
    {
        Array.Clear(_state);
        _state[0] = _options!.Option + 1;
        return _steps.Count > 0 ? Complete(TrajectoryEnd.Cut) : null;
    }

    private CompletedSegment Complete(TrajectoryEnd end)
    {
        long weightsVersion = _steps.Version.WeightsVersion;
        return new CompletedSegment(weightsVersion, _steps.Take(_observation, _state, end));
    }

    private void Observe(MarketSnapshot market, TradingSession session, Portfolio portfolio)
    {
        _recent.Add(market);
        _book?.Add(market);
        if (_rewards.Measure(portfolio, market) is { } reward)
        {
            TotalReward += reward;
            double stepReward = _options?.AddReward(reward, market) ?? reward;
            if (_records && _steps.Rewarded < _steps.Count)
            {
                _steps.Reward(stepReward);
            }
        }

        MarketObserver.Observe(market, session, portfolio, _recent, _book, _rules, _observation);
    }
}

/// <summary>A complete trajectory segment.</summary>
/// <param name="WeightsVersion">Number of the weights that took its first step.</param>
public sealed record CompletedSegment(long WeightsVersion, Trajectory Trajectory);
