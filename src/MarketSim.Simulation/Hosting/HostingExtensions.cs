using Akka.Actor;
using Akka.Hosting;
using Akka.Logger.Serilog;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Hosting;

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
