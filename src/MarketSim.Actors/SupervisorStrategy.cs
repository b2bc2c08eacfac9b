namespace MarketSim.Actors;

/// <summary>What a supervisor does with a child that failed.</summary>
public enum Directive
{
    /// <summary>The child goes on with its state; the message at which it failed is lost.</summary>
    Resume,

    /// <summary>A new instance takes over reference, mailbox and watchers; the message at which it failed is lost.</summary>
    Restart,

    Stop,

    /// <summary>The supervisor fails with the same exception.</summary>
    Escalate,
}

/// <summary>How an actor deals with failures of its children.</summary>
public abstract class SupervisorStrategy
{
    private protected SupervisorStrategy(
        int? maxRestarts, TimeSpan? window, Func<Exception, Directive>? decider, BackOff? backOff)
    {
        if (maxRestarts < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(maxRestarts), maxRestarts, "The number of restarts must be 0 or more, or null for no limit.");
        }

        if (window <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(window), window, "The window must be positive, or null for the whole life of the child.");
        }

        MaxRestarts = maxRestarts;
        Window = window;
        BackOff = backOff;
        Decider = decider ?? DefaultDecider;
    }

    /// <summary>One for one, no limit: restarts, but stops a child that could not start, was killed, or broke a death pact.</summary>
    public static SupervisorStrategy Default { get; } = new OneForOneStrategy();

    /// <summary>One for one: stops whatever fails.</summary>
    public static SupervisorStrategy Stopping { get; } = new OneForOneStrategy(static _ => Directive.Stop);

    /// <summary>Restarts that a child may have within the <see cref="Window"/>, beyond which it is stopped; <c>null</c> for no limit.</summary>
    public int? MaxRestarts { get; }

    /// <summary>By the system's <see cref="TimeProvider"/>; <c>null</c> for the whole life of the child.</summary>
    public TimeSpan? Window { get; }

    /// <summary>How long a restart waits; <c>null</c> when it does not.</summary>
    public BackOff? BackOff { get; }

    public Func<Exception, Directive> Decider { get; }

    internal abstract bool AffectsSiblings { get; }

    /// <summary>What <see cref="Default"/> decides.</summary>
    public static Directive DefaultDecider(Exception cause) =>
        cause is ActorInitializationException or ActorKilledException or DeathPactException ? Directive.Stop : Directive.Restart;

    internal Directive Decide(Exception cause) => Decider(cause);
}

/// <summary>Restart and stop concern the child that failed.</summary>
/// <param name="decider">Takes the exception; <c>null</c> for <see cref="SupervisorStrategy.DefaultDecider"/>.</param>
/// <param name="maxRestarts">0 or more; <c>null</c> for no limit.</param>
/// <param name="window">Positive; <c>null</c> for the whole life of the child.</param>
/// <param name="backOff"><c>null</c> to restart at once.</param>
public sealed class OneForOneStrategy(
    Func<Exception, Directive>? decider = null, int? maxRestarts = null, TimeSpan? window = null, BackOff? backOff = null)
    : SupervisorStrategy(maxRestarts, window, decider, backOff)
{
    internal override bool AffectsSiblings => false;
}

/// <summary>Restart and stop concern all children, for those that cannot go on without each other.</summary>
/// <param name="decider">Takes the exception; <c>null</c> for <see cref="SupervisorStrategy.DefaultDecider"/>.</param>
/// <param name="maxRestarts">0 or more; <c>null</c> for no limit.</param>
/// <param name="window">Positive; <c>null</c> for the whole life of the child.</param>
/// <param name="backOff"><c>null</c> to restart at once.</param>
public sealed class AllForOneStrategy(
    Func<Exception, Directive>? decider = null, int? maxRestarts = null, TimeSpan? window = null, BackOff? backOff = null)
    : SupervisorStrategy(maxRestarts, window, decider, backOff)
{
    internal override bool AffectsSiblings => true;
}
