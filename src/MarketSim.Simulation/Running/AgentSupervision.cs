using MarketSim.Actors;

namespace MarketSim.Simulation.Running;

/// <summary>What becomes of an agent whose strategy threw. Limits and pauses count ticks and are the agent's own business.</summary>
internal static class AgentSupervision
{
    public static SupervisorStrategy Strategy { get; } = new OneForOneStrategy(Decide);

    /// <summary>Running out of disk is the node's fault, not the agent's. So is running out of memory, which ends the actor system before anybody is asked.</summary>
    private static Directive Decide(Exception exception) =>
        exception is IOException ? Directive.Escalate : Directive.Restart;
}
