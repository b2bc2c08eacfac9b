using System.Runtime.InteropServices;
using MarketSim.Agents.Decisions;
using MarketSim.Agents.PolicyTrading.Books;
using MarketSim.Agents.Portfolios;
using MarketSim.Agents.Strategies;
using MarketSim.Learning.Rollouts;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.PolicyTrading;

/// <summary>
/// Records an expert: its strategy decides as it would without recording, and each scheduled decision is recorded as the observation of a policy, and the
/// action of that policy that is nearest to the expert's requests.
/// </summary>
/// <param name="inner">The expert's strategy.</param>
/// <param name="rules">Rules of the policy that learns from it.</param>
public sealed class DemonstratingStrategy(IStrategy inner, TradingRules rules) : IStrategy
{
    private const int StateFields = 6;
    private readonly RecentMarket _recent = new();
    private readonly WealthReward _rewards = new(rules);
    private readonly BookHistory? _book = rules.Book is { } view ? new BookHistory(view) : null;
    private readonly float[] _observation = new float[MarketObserver.SpaceOf(rules.Book).Size];
    private readonly float[] _action = new float[TradingRules.ActionSpace(rules.Actions, rules.Sizes).Size];
    private readonly List<float> _observations = [];
    private readonly List<float> _actions = [];
    private readonly List<float> _stepRewards = [];

    /// <summary>Recorded decisions of the session.</summary>
    public int Steps => _observations.Count / _observation.Length;

    /// <inheritdoc/>
    public SimulatedTime FirstWake(TradingSession session, ref RandomStream random) => inner.FirstWake(session, ref random);

    /// <inheritdoc/>
    public void Decide(Decision decision)
    {
        if (!decision.IsScheduled)
        {
            inner.Decide(decision);
            return;
        }

        Observe(decision.Market, decision.Session, decision.Portfolio);
        int requestsBefore = decision.RequestCount;
        inner.Decide(decision);
        ObservedActions.Write(decision.RequestsSince(requestsBefore), decision.Market, decision.Portfolio, rules, _action);
        _observations.AddRange(_observation);
        _actions.AddRange(_action);
    }

    /// <summary>Ends the episode.</summary>
    /// <returns>The recorded decisions; null for none.</returns>
    public Trajectory? End(MarketSnapshot market, TradingSession session, Portfolio portfolio)
    {
        int steps = Steps;
        if (steps == 0)
        {
            return null;
        }

        Observe(market, session, portfolio);
        var trajectory = new Trajectory
        {
            PolicyVersion = 0,
            Length = steps,
            Observations = [.. _observations],
            Actions = [.. _actions],
            Rewards = [.. _stepRewards],
            LogProbabilities = new float[steps],
            Values = new float[steps],
            FinalObservation = [.. _observation],
            InitialState = [],
            FinalState = [],
            End = rules.EndOfDay == SessionEnd.Truncated ? TrajectoryEnd.Truncated : TrajectoryEnd.Terminated,
        };
        _observations.Clear();
        _actions.Clear();
        _stepRewards.Clear();
        return trajectory;
    }

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(_book is null ? StateFields : StateFields + 1);
        inner.Save(writer);
        _recent.Save(writer);
        _rewards.Save(writer);
        Write(writer, _observations);
        Write(writer, _actions);
        Write(writer, _stepRewards);
        _book?.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(_book is null ? StateFields : StateFields + 1);
        inner.Restore(ref reader);
        _recent.Restore(ref reader);
        _rewards.Restore(ref reader);
        Read(ref reader, _observations);
        Read(ref reader, _actions);
        Read(ref reader, _stepRewards);
        _book?.Restore(ref reader);
    }

    private void Observe(MarketSnapshot market, TradingSession session, Portfolio portfolio)
    {
        _recent.Add(market);
        _book?.Add(market);
        if (_rewards.Measure(portfolio, market) is { } reward && _stepRewards.Count < Steps)
        {
            _stepRewards.Add((float)reward);
        }

        MarketObserver.Observe(market, session, portfolio, _recent, _book, rules, _observation);
    }

    private static void Write(MessagePackWriter writer, List<float> values) => writer.WriteBytes(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values)));

    private static void Read(ref MessagePackReader reader, List<float> values)
    {
        values.Clear();
        values.AddRange(MemoryMarshal.Cast<byte, float>(reader.ReadBytes()));
    }
}
