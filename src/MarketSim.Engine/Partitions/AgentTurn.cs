using MarketSim.Agents;
using MarketSim.Agents.Decisions;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Learning.Policies;
using MarketSim.Market.Accounts;
using MarketSim.Market.Venues;

namespace MarketSim.Engine.Partitions;

/// <summary>
/// One turn of an agent, of three kinds: account events alone (no <paramref name="Market"/>); account events and a decision; or, for an agent with a policy, the
/// end of its decision, once the policy has drawn the <paramref name="Action"/> for what the agent observed.
/// </summary>
/// <param name="Market">The market as the tick opened; null for an agent that is not awake.</param>
/// <param name="Events">Events of the agent's account, in order.</param>
/// <param name="WakeTick">The tick at which the agent is awake if the events wake it.</param>
/// <param name="Action">The action that the agent's policy has drawn; null for a turn of another kind.</param>
public readonly record struct AgentTurn(MarketSnapshot? Market, ReadOnlyMemory<AccountEvent> Events, long WakeTick, BatchedAction? Action = null)
{
    /// <summary>Executes the turn. Exceptions of the agent are not caught.</summary>
    public void Run(TradingAgent agent, Decision decision)
    {
        ArgumentNullException.ThrowIfNull(agent);
        if (Action is { } action)
        {
            agent.Act(decision, Market!, action.Batch, action.Row, action.Policy, action.Version);
            return;
        }

        foreach (ref readonly AccountEvent accountEvent in Events.Span)
        {
            agent.Apply(accountEvent, WakeTick);
        }

        if (Market is { } market)
        {
            agent.Decide(decision, market);
        }
    }
}

/// <summary>An agent's action within those of a batch.</summary>
public sealed record BatchedAction(PolicyBatch Batch, int Row, IPolicy Policy, PolicyVersion Version);

/// <summary>Executes the turn of an agent that is an actor, before it returns.</summary>
/// <param name="agent">Number within the partition.</param>
/// <returns>Exception of the agent; null for none.</returns>
public delegate Exception? AgentTurnRunner(int agent, in AgentTurn turn);

/// <summary>Receives an agent's failure, for a log.</summary>
/// <param name="tick">The tick at which it failed.</param>
public delegate void AgentFailureObserver(TradingAgent agent, Exception failure, long tick);
