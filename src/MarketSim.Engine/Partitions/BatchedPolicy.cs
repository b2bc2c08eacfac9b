using MarketSim.Agents;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Policies;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Engine.Partitions;

/// <summary>One policy within a partition: acts at once for all of the partition's agents that await an action, and collects their trajectory segments.</summary>
public sealed class BatchedPolicy
{
    private readonly PolicyBatch _batch;
    private readonly int _replica;
    private readonly bool _isDeterministic;
    private readonly List<int> _waiting = [];
    private List<TrajectorySegment> _segments = [];
    private List<AgentOptionReport> _reports = [];

    /// <param name="replica">The replica that the partition belongs to; 0 for the main market.</param>
    /// <param name="isDeterministic">True to take the likeliest action instead of drawing one.</param>
    internal BatchedPolicy(PolicyDefinition definition, int replica, bool isDeterministic)
    {
        Definition = definition;
        Policy = definition.CreatePolicy();
        _replica = replica;
        _isDeterministic = isDeterministic;
        _batch = new PolicyBatch(Policy.ObservationSpace.Size, Policy.ActionSpace.Size, Policy.StateSize);
    }

    /// <summary>Its definition.</summary>
    public PolicyDefinition Definition { get; }

    /// <summary>The policy with its present weights.</summary>
    public IPolicy Policy { get; }

    /// <summary>Version of the weights.</summary>
    public PolicyVersion Version { get; private set; }

    /// <summary>Agents whose decision awaits an action, in the order in which they observed.</summary>
    internal IReadOnlyList<int> Waiting => _waiting;

    /// <exception cref="InvalidDataException">Their number is not the policy's.</exception>
    internal void SetWeights(ReadOnlySpan<float> weights, PolicyVersion version)
    {
        if (weights.Length != Policy.Weights.Length)
        {
            throw new InvalidDataException($"Policy {Definition.Name} has {Policy.Weights.Length} weights; {weights.Length} were published.");
        }

        weights.CopyTo(Policy.Weights);
        Version = version;
    }

    internal void Await(int agent) => _waiting.Add(agent);

    /// <summary>Draws the actions of all waiting agents.</summary>
    internal void Act(TradingAgent[] agents, long tick)
    {
        _batch.Resize(_waiting.Count);
        for (int row = 0; row < _waiting.Count; row++)
        {
            TradingAgent agent = agents[_waiting[row]];
            RandomStream random = agent.DecisionRandom;
            Collect(tick, agent, agent.PolicyStrategy!.Ask(_batch, row, random));
            CollectReport(agent);
        }

        Policy.Act(_batch, _isDeterministic);
    }

    /// <summary>The drawn action of a waiting agent.</summary>
    internal BatchedAction ActionOf(int row) => new(_batch, row, Policy, Version);

    internal void Acted() => _waiting.Clear();

    /// <summary>The episode of an agent is over.</summary>
    internal void End(TradingAgent agent, MarketSnapshot market, TradingSession session)
    {
        Collect(market.Tick, agent, agent.PolicyStrategy!.End(market, session, agent.Portfolio));
        CollectReport(agent);
    }

    /// <summary>The agents' reports to their controller since the last call.</summary>
    internal IReadOnlyList<AgentOptionReport> DrainReports()
    {
        if (_reports.Count == 0)
        {
            return [];
        }

        List<AgentOptionReport> drained = _reports;
        _reports = [];
        return drained;
    }

    /// <summary>The segments that agents have completed since the last call, in order of (tick, agent).</summary>
    internal IReadOnlyList<TrajectorySegment> DrainSegments()
    {
        if (_segments.Count == 0)
        {
            return [];
        }

        List<TrajectorySegment> drained = _segments;
        _segments = [];
        return drained;
    }

    private void CollectReport(TradingAgent agent)
    {
        if (agent.PolicyStrategy!.TakeReport() is { } report)
        {
            _reports.Add(new AgentOptionReport(agent.Account, report));
        }
    }

    private void Collect(long tick, TradingAgent agent, CompletedSegment? segment)
    {
        if (segment is not null)
        {
            _segments.Add(new TrajectorySegment(tick, _replica, agent.Account, segment.Publication, segment.Trajectory));
        }
    }
}
