using Akka.Actor;
using Akka.Hosting;
using Akka.Logger.Serilog;
using MarketSim.Simulation.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MarketSim.Simulation.Hosting;

/// <summary>The actor system of a run in this process: started with the run's actors in it, ended with the run.</summary>
internal sealed class RunActorSystem : IAsyncDisposable
{
    private readonly IHost _host;

    private RunActorSystem(IHost host)
    {
        _host = host;
        System = host.Services.GetRequiredService<ActorSystem>();
        Run = host.Services.GetRequiredService<ActorRegistry>().Get<RunActor>();
    }

    public ActorSystem System { get; }

    public IActorRef Run { get; }

    /// <param name="threads">Of market, partitions and other participants together.</param>
    public static async Task<RunActorSystem> StartAsync(CoordinatorPlan plan, int threads)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        builder.Services.AddAkka("marketsim", akka => akka.WithMarketSimLogging().WithRunDispatchers(threads).WithRun(plan));
        IHost host = builder.Build();
        await host.StartAsync().ConfigureAwait(false);
        return new RunActorSystem(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync().ConfigureAwait(false);
        await System.WhenTerminated.ConfigureAwait(false);
        _host.Dispose();
    }

    /// <summary>The caller decides when the host ends; signals of the process are no business of a run.</summary>
    private sealed class CallerLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>What is wired into the actor systems of runs and nodes.</summary>
internal static class HostingExtensions
{
    /// <summary>The actors of a run that is led in this process.</summary>
    public static AkkaConfigurationBuilder WithRun(this AkkaConfigurationBuilder builder, CoordinatorPlan plan) =>
        builder.WithActors((system, registry) => registry.Register<RunActor>(system.ActorOf(ActorFactory.Of(() => new RunActor(plan)), "run")));

    /// <summary>Akka's own warnings go to Serilog. What runs and nodes log does not pass through Akka.</summary>
    public static AkkaConfigurationBuilder WithMarketSimLogging(this AkkaConfigurationBuilder builder) => builder.ConfigureLoggers(loggers =>
    {
        loggers.ClearLoggers();
        loggers.LogLevel = Akka.Event.LogLevel.WarningLevel;
        loggers.AddLogger<SerilogLogger>();
    });
}
