namespace MarketSim.Actors;

/// <summary>Stops the receiver after the messages that are already in its mailbox.</summary>
public sealed class PoisonPill
{
    private PoisonPill()
    {
    }

    public static PoisonPill Instance { get; } = new();
}

/// <summary>Makes the receiver fail with <see cref="ActorKilledException"/>; its supervisor decides.</summary>
public sealed class Kill
{
    private Kill()
    {
    }

    public static Kill Instance { get; } = new();
}

/// <summary>Comes once when a watched actor has stopped, after every message that actor had sent to the watcher.</summary>
public sealed record Terminated(ActorRef Actor);

/// <summary>Comes when no message arrived for the time given to <see cref="ActorContext.SetReceiveTimeout"/>.</summary>
public sealed class ReceiveTimeout
{
    private ReceiveTimeout()
    {
    }

    public static ReceiveTimeout Instance { get; } = new();
}

/// <summary>A message of this kind does not count as activity for the receive timeout.</summary>
public interface INotInfluenceReceiveTimeout;

/// <summary>Carries an exception as a message: the outcome of a failed task that was piped, or an answer that makes an Ask fail.</summary>
public sealed record Failure(Exception Cause);
