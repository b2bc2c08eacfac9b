using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;

namespace MarketSim.TestKit.Actors;

/// <summary>An actor system on one thread, in seeded order and virtual time.</summary>
public sealed class SeededSystem : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Config DefaultConfig = SeededSetup.ConfigFor(below: null);

    /// <param name="name">Letters, digits and hyphens.</param>
    /// <param name="seed">Picks the order of turns.</param>
    /// <param name="timeProvider">Times what is scheduled.</param>
    /// <param name="config">Made by <see cref="SeededSetup.ConfigFor"/>; null when no dispatcher but Akka's own is needed.</param>
    public SeededSystem(string name, ulong seed, TimeProvider timeProvider, Config? config = null)
    {
        Executor = new SeededExecutor(seed);
        BootstrapSetup bootstrap = BootstrapSetup.Create().WithConfig(config ?? DefaultConfig);
        System = ActorSystem.Create(name, ActorSystemSetup.Create(bootstrap, new SeededSetup(Executor, timeProvider)));
        Executor.Drive();
    }

    public ActorSystem System { get; }

    public SeededExecutor Executor { get; }

    /// <summary>What is scheduled, and neither done nor cancelled.</summary>
    public int Timers => ((VirtualTimeScheduler)System.Scheduler).Count;

    /// <summary>Makes an actor at the top level, and runs until it has started and all is idle.</summary>
    public IActorRef Start(Props props, string? name = null)
    {
        IActorRef actor = System.ActorOf(props, name);
        Executor.RunUntilIdle();
        return actor;
    }

    /// <summary>Sends without a sender, and runs until all is idle.</summary>
    public void Tell(IActorRef actor, object message)
    {
        actor.Tell(message, ActorRefs.NoSender);
        Executor.RunUntilIdle();
    }

    /// <summary>Ends the system in order, so that actors have stopped and released what they hold; does nothing once it is abandoned.</summary>
    /// <exception cref="TimeoutException">All is idle, but an actor has not stopped.</exception>
    public void Dispose()
    {
        if (Executor.IsAbandoned)
        {
            return;
        }

        Task terminated = System.Terminate();
        Executor.RunUntilIdle();

        // Akka completes the task on a thread of the pool.
        if (!terminated.Wait(Patience))
        {
            throw new TimeoutException($"{System.Name} does not end.");
        }

        Executor.Abandon();
    }
}
