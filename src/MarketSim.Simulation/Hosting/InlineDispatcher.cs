using Akka.Configuration;
using Akka.Dispatch;

namespace MarketSim.Simulation.Hosting;

/// <summary>
/// Runs an actor on the thread that tells it something, before the call returns. Market agents run so on their partition's thread: a separate actor
/// for each, with its own supervision, at the price of a call. Only the partition may tell them anything.
/// </summary>
internal sealed class InlineDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
{
    protected override void ExecuteTask(IRunnable run) => run.Run();

    protected override void Shutdown()
    {
    }
}

/// <summary>Creates the dispatcher; called by Akka with a name in <see cref="RunDispatchers"/>.</summary>
internal sealed class InlineDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly InlineDispatcher _dispatcher;

    public InlineDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
        _dispatcher = new InlineDispatcher(this);
    }

    public override MessageDispatcher Dispatcher() => _dispatcher;
}
