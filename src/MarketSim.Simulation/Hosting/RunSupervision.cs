using Akka.Actor;
using MarketSim.Engine.Partitions;

namespace MarketSim.Simulation.Hosting;

/// <summary>The supervisor strategies of a run. No strategy reads a clock, so that runs with failures repeat exactly.</summary>
public static class RunSupervision
{
    /// <summary>
    /// Of market agents: an agent whose strategy threw is restarted. Limits and back-off count ticks and are the agent's own state. Running out of disk
    /// or memory is the node's fault, not the agent's.
    /// </summary>
    public static SupervisorStrategy OfAgents { get; } =
        Strategy(static exception => AgentFailures.IsOfNode(exception) ? Directive.Escalate : Directive.Restart);

    /// <summary>
    /// Of the workers of a participant, such as a trainer: one that failed will not answer, so the participant that waits for it fails with its cause.
    /// </summary>
    public static SupervisorStrategy OfWorkers { get; } = Strategy(static _ => Directive.Escalate);

    /// <summary>Supervision of all other actors: market and participants hold the state of the run; a failure of one ends this epoch of the run.</summary>
    public static SupervisorStrategy Ending<TOutcome>(TaskCompletionSource<TOutcome> outcome) => Stopping(cause => outcome.TrySetException(cause));

    /// <summary>A child that failed stops.</summary>
    /// <param name="failed">Called with what the child threw.</param>
    public static SupervisorStrategy Stopping(Action<Exception> failed) => Strategy(exception =>
    {
        failed(Cause(exception));
        return Directive.Stop;
    });

    private static OneForOneStrategy Strategy(Func<Exception, Directive> decide) =>
        new(maxNrOfRetries: -1, withinTimeMilliseconds: Timeout.Infinite, localOnlyDecider: decide, loggingEnabled: false);

    // Akka wraps what a constructor threw twice, and what PreStart threw once.
    private static Exception Cause(Exception exception) => exception switch
    {
        ActorInitializationException { InnerException: TypeLoadException { InnerException: { } thrown } } => Cause(thrown),
        ActorInitializationException { InnerException: { } thrown } => Cause(thrown),
        _ => exception,
    };
}
