using MarketSim.Agents;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Policies;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Engine.Partitions;

/// <summary>One policy within a partition: draws the actions of all agents that await one in a single inference, and collects their trajectory segments.</summary>
public sealed class BatchedPolicy
{
    private readonly PolicyBatch _batch;
    private readonly int _replica;
    private readonly bool _isDeterministic;
    private readonly List<int> _waiting = [];

    // Since they were drained last.
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

    /// <summary>Numbers of the agents whose decision awaits an action, in the order in which they observed.</summary>
    internal IReadOnlyList<int> Waiting => _waiting;

    /// <summary>Sets the weights.</summary>
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

    internal void AddWaiting(int agent) => _waiting.Add(agent);

    /// <summary>Draws the actions of all waiting agents, and collects the segments and reports that their observations complete.</summary>
    internal void DrawActions(TradingAgent[] agents, long tick)
    {
        _batch.Resize(_waiting.Count);
        for (int row = 0; row < _waiting.Count; row++)
        {
            TradingAgent agent = agents[_waiting[row]];
            AddSegment(tick, agent, agent.PolicyStrategy!.PrepareInference(_batch, row, agent.DecisionRandom));
            AddReport(agent);
        }

        Policy.Act(_batch, _isDeterministic);
    }

    /// <summary>The drawn action of a waiting agent, by its index in <see cref="Waiting"/>.</summary>
    internal BatchedAction ActionOf(int row) => new(_batch, row, Policy, Version);

    internal void ClearWaiting() => _waiting.Clear();

    /// <summary>Collects the last segment and report of an agent whose episode is over.</summary>
    internal void EndEpisode(TradingAgent agent, MarketSnapshot market, TradingSession session)
    {
        AddSegment(market.Tick, agent, agent.PolicyStrategy!.End(market, session, agent.Portfolio));
        AddReport(agent);
    }

    /// <summary>Adds the messages with the agents' completed segments, in order of (tick, agent), to the learner, and with their reports to the controller.</summary>
    internal void DrainTo(List<ParticipantMessage> messages)
    {
        if (_segments.Count > 0)
        {
            messages.Add(new ParticipantMessage(ParticipantAddress.Learner(Definition.Name), new TrajectoryBatch(_segments)));
            _segments = [];
        }

        if (_reports.Count > 0)
        {
            messages.Add(new ParticipantMessage(ParticipantAddress.Controller(Definition.Name), new OptionReports(_reports)));
            _reports = [];
        }
    }

    private void AddReport(TradingAgent agent)
    {
        if (agent.PolicyStrategy!.DrainReport() is { } report)
        {
            _reports.Add(new AgentOptionReport(agent.Account, report));
        }
    }

    private void AddSegment(long tick, TradingAgent agent, CompletedSegment? segment)
    {
        if (segment is not null)
        {
            _segments.Add(new TrajectorySegment(tick, _replica, agent.Account, segment.WeightsVersion, segment.Trajectory));
        }
    }
}
