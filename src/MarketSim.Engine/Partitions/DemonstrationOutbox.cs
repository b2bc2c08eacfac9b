using MarketSim.Agents;
using MarketSim.Agents.Population;
using MarketSim.Engine.Participants;
using MarketSim.Market.Venues;

namespace MarketSim.Engine.Partitions;

/// <summary>The queue of experts' episodes for the learners of the policies that they demonstrate to.</summary>
internal sealed class DemonstrationOutbox
{
    private readonly List<(string Policy, TrajectorySegment Segment)> _queued = [];

    public bool IsEmpty => _queued.Count == 0;

    /// <summary>Queues the episode of an agent, if it demonstrates.</summary>
    public void EndEpisode(TradingAgent agent, AgentGroup group, MarketSnapshot close, TradingSession session, int replica)
    {
        if (group.DemonstratesTo is { } policy && agent.Demonstrator?.End(close, session, agent.Portfolio) is { } trajectory)
        {
            _queued.Add((policy, new TrajectorySegment(close.Tick, replica, agent.Account, TrajectorySegment.OfExpert, trajectory)));
        }
    }

    /// <summary>Adds one message for each policy, and empties the queue.</summary>
    public void DrainTo(List<ParticipantMessage> messages)
    {
        foreach (IGrouping<string, (string Policy, TrajectorySegment Segment)> sent in _queued.GroupBy(static queued => queued.Policy, StringComparer.Ordinal))
        {
            messages.Add(new ParticipantMessage(ParticipantAddress.Learner(sent.Key), new TrajectoryBatch([.. sent.Select(static queued => queued.Segment)])));
        }

        _queued.Clear();
    }
}
