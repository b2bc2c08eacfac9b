using Akka.Actor;
using MarketSim.Agents;
using MarketSim.Agents.Decisions;
using MarketSim.Engine.Partitions;

namespace MarketSim.Simulation.Running;

/// <summary>Partition to agent: carry out a turn, at once.</summary>
internal sealed record RunAgentTurn(AgentTurn Turn);

/// <summary>How the last turn of an agent of a partition ended. The partition and its agents share it: they run on one thread, one after the other.</summary>
internal sealed class AgentTurnOutcome
{
    /// <summary>What the agent threw; null when it did not.</summary>
    public Exception? Failure { get; set; }
}

/// <summary>
/// A trading agent as an actor. It runs inline on its partition and writes its requests into the partition's buffer; a restart gives it a new
/// strategy, its portfolio comes from the venue.
/// </summary>
internal sealed class AgentActor(TradingAgent agent, Decision decision, AgentTurnOutcome outcome) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is not RunAgentTurn run)
        {
            Unhandled(message);
            return;
        }

        try
        {
            run.Turn.Run(agent, decision);
            outcome.Failure = null;
        }
        catch (Exception exception)
        {
            // The partition needs to know; what becomes of this actor its supervision decides.
            outcome.Failure = exception;
            throw;
        }
    }
}
