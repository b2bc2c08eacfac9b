using Akka.Actor;
using MarketSim.Agents;
using MarketSim.Agents.Decisions;
using MarketSim.Engine.Partitions;

namespace MarketSim.Simulation.Participants;

/// <summary>Partition to agent: carry out a turn, at once. Its events lie in a buffer of the partition that the next tick overwrites.</summary>
/// <param name="Number">Of the turn, among all turns of the partition.</param>
internal sealed record RunAgentTurn(long Number, AgentTurn Turn);

/// <summary>The result of the last turn of an agent of a partition. The partition and its agents share it: they run on one thread, one after the other.</summary>
internal sealed class AgentTurnOutcome
{
    /// <summary>The turn that is being run; 0 between two turns.</summary>
    public long Number { get; set; }

    /// <summary>The exception of the agent; null when it threw none.</summary>
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

        if (run.Number != outcome.Number)
        {
            // It waited for this actor's restart: the partition counts it as failed since, and its buffers hold other events by now.
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
