using MarketSim.Agents;
using MarketSim.Agents.Population;
using MarketSim.Engine.Participants;
using MarketSim.Market.Venues;

namespace MarketSim.Engine.Partitions;

/// <summary>Episodes of experts on their way to the learners of the policies that they demonstrate to.</summary>
internal sealed class DemonstrationOutbox
{
    private readonly List<(string Policy, TrajectorySegment Segment)> _waiting = [];

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>The episode of an agent is over.</summary>
    public void End(TradingAgent agent, AgentGroup group, MarketSnapshot close, TradingSession session, int replica)
    {
        if (group.DemonstratesTo is { } policy && agent.Demonstrator?.End(close, session, agent.Portfolio) is { } trajectory)
        {
            _waiting.Add((policy, new TrajectorySegment(close.Tick, replica, agent.Account, TrajectorySegment.OfExpert, trajectory)));
        }
    }

    /// <summary>Adds a message for each policy.</summary>
    public void DrainTo(List<ParticipantMessage> messages)
    {
        foreach (IGrouping<string, (string Policy, TrajectorySegment Segment)> sent in _waiting.GroupBy(static waiting => waiting.Policy, StringComparer.Ordinal))
        {
            messages.Add(new ParticipantMessage(ParticipantAddress.Learner(sent.Key), new TrajectoryBatch([.. sent.Select(static waiting => waiting.Segment)])));
        }

        _waiting.Clear();
    }
}
