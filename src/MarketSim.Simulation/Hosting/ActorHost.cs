using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MarketSim.Simulation.Hosting;

/// <summary>An actor system of this process with all that belongs to it, wired by Akka.Hosting. Its owner ends it; the coordinated shutdown runs then.</summary>
public sealed class ActorHost : IAsyncDisposable
{
    // Akka would end a system on SIGTERM and SIGINT by itself; the command line decides what they mean, and takes a checkpoint first.
    private static readonly Config Signals = ConfigurationFactory.ParseString("akka.coordinated-shutdown.run-by-clr-shutdown-hook = off");

    private readonly IHost _host;
    private readonly Lazy<Task> _end;

    private ActorHost(IHost host)
    {
        _host = host;
        _end = new Lazy<Task>(EndAsync);
        System = host.Services.GetRequiredService<ActorSystem>();
        Actors = host.Services.GetRequiredService<ActorRegistry>();
    }

    /// <summary>The actor system.</summary>
    public ActorSystem System { get; }

    /// <summary>The actors that the wiring registered, by key.</summary>
    public IReadOnlyActorRegistry Actors { get; }

    /// <summary>Starts an actor system.</summary>
    /// <param name="wire">Adds dispatchers, actors and tasks of the shutdown.</param>
    /// <param name="shutdownTimeout">Time limit of the shutdown.</param>
    public static async Task<ActorHost> StartAsync(Action<AkkaConfigurationBuilder> wire, TimeSpan shutdownTimeout)
    {
        ArgumentNullException.ThrowIfNull(wire);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = shutdownTimeout);
        builder.Services.AddAkka("marketsim", akka => wire(akka.WithMarketSimLogging().AddHocon(Signals, HoconAddMode.Prepend)));
        IHost host = builder.Build();
        await host.StartAsync().ConfigureAwait(false);
        return new ActorHost(host);
    }

    /// <summary>Stops the host once, however often it is called.</summary>
    public ValueTask DisposeAsync() => new(_end.Value);

    private async Task EndAsync()
    {
        await _host.StopAsync().ConfigureAwait(false);
        await System.WhenTerminated.ConfigureAwait(false);
        _host.Dispose();
    }

    /// <summary>The caller decides when the host ends; signals of the process are no business of its.</summary>
    private sealed class CallerLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
