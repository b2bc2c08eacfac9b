using Akka.Actor;
using Akka.Hosting;
using MarketSim.Simulation.Hosting;

namespace MarketSim.Simulation.Running;

/// <summary>The actor system of a run in this process: started with the run's actors in it, ended with the run.</summary>
internal sealed class RunActorSystem : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    private readonly ActorHost _host;

    private RunActorSystem(ActorHost host) => _host = host;

    public ActorSystem System => _host.System;

    public IActorRef Run => _host.Actors.Get<RunActor>();

    /// <param name="threads">Of market, partitions and other participants together.</param>
    public static async Task<RunActorSystem> StartAsync(CoordinatorPlan plan, int threads) =>
        new(await ActorHost.StartAsync(akka => WithRun(akka.WithRunDispatchers(threads), plan), ShutdownTimeout).ConfigureAwait(false));

    private static AkkaConfigurationBuilder WithRun(AkkaConfigurationBuilder builder, CoordinatorPlan plan) =>
        builder.WithActors((system, registry) => registry.Register<RunActor>(system.ActorOf(ActorFactory.Of(() => new RunActor(plan)), "run")));

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
