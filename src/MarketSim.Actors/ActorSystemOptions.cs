namespace MarketSim.Actors;

public sealed record ActorSystemOptions
{
    /// <summary>Times timers, asks, back-off and shutdown.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>For actors whose <see cref="Props"/> name none; a <see cref="ThreadPoolDispatcher"/> when <c>null</c>.</summary>
    public Dispatcher? DefaultDispatcher { get; init; }

    /// <summary>What happens when a top-level actor fails; to escalate means to end the system.</summary>
    public SupervisorStrategy GuardianStrategy { get; init; } = SupervisorStrategy.Default;

    /// <summary>Keys the jitter of restarts.</summary>
    public ulong Seed { get; init; }

    /// <summary>Finds actors of other systems; <c>null</c> when there are none.</summary>
    public IActorRefProvider? RefProvider { get; init; }
}

/// <summary>Gives references to actors that live elsewhere.</summary>
public interface IActorRefProvider
{
    /// <summary>A reference to the actor of another system; <c>null</c> when that system is unknown.</summary>
    ActorRef? Resolve(ActorSystem system, ActorPath path);
}
