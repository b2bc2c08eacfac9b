using System.Runtime.ExceptionServices;
using MarketSim.Agents;
using MarketSim.Agents.Decisions;
using MarketSim.Agents.Population;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;

namespace MarketSim.Engine.Partitions;

/// <summary>Executes the turns of a partition's agents, by a direct call or by the agent's actor, and contains the failures of agents.</summary>
/// <param name="groups">By agent.</param>
/// <param name="requests">The buffer that <paramref name="decision"/> writes to.</param>
internal sealed class TurnExecutor(TradingAgent[] agents, AgentGroup[] groups, Decision decision, RequestBuffer requests, PartitionOptions options)
{
    private readonly List<AccountId> _failedAgents = [];

    /// <summary>Accounts of the agents that failed since <see cref="BeginTick"/>.</summary>
    public IReadOnlyList<AccountId> FailedAgents => _failedAgents;

    public void BeginTick() => _failedAgents.Clear();

    /// <summary>True when an agent is executed by <see cref="PartitionOptions.RunIndividual"/>.</summary>
    public bool IsIndividual(int agent) => options.RunIndividual is not null && groups[agent].Actors == AgentActors.Individual;

    /// <summary>
    /// Runs a turn with a decision, or the end of one. A failing agent loses its requests of the turn and its strategy's memory; its portfolio is requested from
    /// the venue.
    /// </summary>
    /// <returns>False when the agent failed.</returns>
    public bool TryDecide(int agent, in AgentTurn turn, TradingSession session)
    {
        int requestsBefore = requests.Count;
        if (TryRun(agent, turn))
        {
            return true;
        }

        requests.TruncateTo(requestsBefore);
        agents[agent].Fail(turn.WakeTick, session);
        _failedAgents.Add(agents[agent].Account);
        return false;
    }

    /// <summary>Runs a turn. A failure of the node is thrown on.</summary>
    /// <returns>False when the agent failed.</returns>
    public bool TryRun(int agent, in AgentTurn turn)
    {
        Exception? failure = IsIndividual(agent) ? options.RunIndividual!(agent, turn) : RunDirectly(agent, turn);
        if (failure is null)
        {
            return true;
        }

        if (AgentFailures.IsOfNode(failure))
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        options.AgentFailed?.Invoke(agents[agent], failure, turn.WakeTick);
        return false;
    }

    private Exception? RunDirectly(int agent, in AgentTurn turn)
    {
        try
        {
            turn.Run(agents[agent], decision);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
