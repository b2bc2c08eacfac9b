using Akka.Hosting;
using Akka.Logger.Serilog;

namespace MarketSim.Simulation.Hosting;

/// <summary>Extensions that wire what the actor systems of runs and nodes have in common.</summary>
internal static class HostingExtensions
{
    /// <summary>Akka's own warnings go to Serilog. What runs and nodes log does not pass through Akka.</summary>
    public static AkkaConfigurationBuilder WithMarketSimLogging(this AkkaConfigurationBuilder builder) => builder.ConfigureLoggers(loggers =>
    {
        loggers.ClearLoggers();
        loggers.LogLevel = Akka.Event.LogLevel.WarningLevel;
        loggers.AddLogger<SerilogLogger>();
    });
}
