namespace MarketSim.Actors;

/// <summary>A message that reached nobody. Published on the event stream.</summary>
/// <param name="Sender"><c>null</c> when the message had no sender.</param>
public sealed record DeadLetter(object Message, ActorRef? Sender, ActorRef Recipient);

/// <summary>A message that its receiver passed to <see cref="Actor.Unhandled"/>. Published on the event stream.</summary>
/// <param name="Sender"><c>null</c> when the message had no sender.</param>
public sealed record UnhandledMessage(object Message, ActorRef? Sender, ActorRef Recipient);

/// <summary>An actor failed and its supervisor decided. Published on the event stream.</summary>
public sealed record ActorFailed(ActorRef Actor, Exception Cause, Directive Decision);

/// <summary><see cref="Actor.PostStop"/> or <see cref="Actor.PreRestart"/> threw; the stop or restart went on. Published on the event stream.</summary>
public sealed record LifecycleHookFailed(ActorRef Actor, string Hook, Exception Cause);

/// <summary>A task of a shutdown phase threw; the shutdown went on. Published on the event stream.</summary>
public sealed record ShutdownTaskFailed(string Phase, string Task, Exception Cause);

/// <summary>A shutdown phase took longer than its timeout; the shutdown went on without it. Published on the event stream.</summary>
public sealed record ShutdownPhaseTimedOut(string Phase, TimeSpan Timeout);
