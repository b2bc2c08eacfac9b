using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;

namespace MarketSim.TestKit.Actors;

/// <summary>Runs nothing by itself: hands its mailboxes to the <see cref="SeededExecutor"/> that it shares with the other dispatchers of its system.</summary>
internal sealed class SeededDispatcher : MessageDispatcher
{
    private readonly SeededExecutor _executor;
    private readonly bool _isHeld;

    public SeededDispatcher(MessageDispatcherConfigurator configurator, string id, SeededExecutor executor)
        : base(configurator)
    {
        _executor = executor;
        Id = id;

        // A mailbox runs Throughput + 1 messages, unless its time is up, and then one: a deadline that has always passed.
        Throughput = 1;
        ThroughputDeadlineTime = 0;

        // A dispatcher whose last actor has stopped would schedule its end, and the clock would move for that: something that is never run holds it.
        Schedule(static () => { });
        _isHeld = true;
    }

    public override void Attach(ActorCell cell)
    {
        _executor.Attach(cell.Mailbox!, cell.Self.Path);
        base.Attach(cell);
    }

    public override void Detach(ActorCell cell)
    {
        _executor.Detach(cell.Mailbox!);
        base.Detach(cell);
    }

    public override void Dispatch(ActorCell cell, Envelope envelope)
    {
        _executor.Sending?.Invoke(cell.Self.Path, envelope.Message);
        base.Dispatch(cell, envelope);
    }

    protected override void ExecuteTask(IRunnable run)
    {
        if (_isHeld)
        {
            _executor.Schedule(run);
        }
    }

    protected override void Shutdown()
    {
    }
}

/// <summary>Makes a <see cref="SeededDispatcher"/>; named as the type of a dispatcher in a system's configuration.</summary>
internal sealed class SeededDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly SeededDispatcher _dispatcher;

    public SeededDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
        SeededSetup setup = prerequisites.Settings.Setup.Get<SeededSetup>().GetOrElse(null!)
            ?? throw new ConfigurationException($"A system with a {nameof(SeededDispatcher)} needs a {nameof(SeededSetup)}.");
        _dispatcher = new SeededDispatcher(this, config.GetString("id"), setup.Executor);

        // A scheduler is made from the configuration alone. The first dispatcher is made before anything can be scheduled.
        if (prerequisites.Scheduler is VirtualTimeScheduler scheduler)
        {
            scheduler.Use(setup.TimeProvider);
            setup.Executor.Use(scheduler);
        }
    }

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
