namespace MarketSim.Actors;

/// <summary>The factory or <see cref="Actor.PreStart"/> of an actor threw; the cause is the inner exception.</summary>
public sealed class ActorInitializationException(ActorPath actor, string message, Exception? cause = null)
    : Exception($"{actor} could not start: {message}", cause)
{
    public ActorPath Actor { get; } = actor;
}

/// <summary>An actor received <see cref="Kill"/>.</summary>
public sealed class ActorKilledException(ActorPath actor) : Exception($"{actor} was killed.")
{
    public ActorPath Actor { get; } = actor;
}

/// <summary>An actor left the <see cref="Terminated"/> of an actor that it watches unhandled.</summary>
public sealed class DeathPactException(ActorPath dead) : Exception($"{dead} stopped, and its watcher does not handle Terminated.")
{
    public ActorPath Dead { get; } = dead;
}

/// <summary>A bounded mailbox that refuses what it cannot keep is full.</summary>
public sealed class MailboxFullException(ActorPath recipient, int capacity)
    : Exception($"The mailbox of {recipient} is full: {capacity} messages wait.")
{
    public ActorPath Recipient { get; } = recipient;

    public int Capacity { get; } = capacity;
}

/// <summary>An actor stashed more messages than <see cref="MailboxOptions.StashCapacity"/> allows.</summary>
public sealed class StashFullException(ActorPath actor, int capacity)
    : Exception($"The stash of {actor} is full: {capacity} messages.")
{
    public ActorPath Actor { get; } = actor;

    public int Capacity { get; } = capacity;
}

/// <summary>No answer to an Ask came in time.</summary>
public sealed class AskTimeoutException(ActorPath target, TimeSpan timeout)
    : TimeoutException($"{target} did not answer within {timeout}.")
{
    public ActorPath Target { get; } = target;
}
