using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MarketSim.Simulation.Tests.Hosting;

/// <summary>An actor system wired as the product wires its own, for Akka's test kit. (Akka.Hosting.TestKit is for the next version of xunit.)</summary>
internal static class HostedActorSystem
{
    /// <summary>The test kit terminates it.</summary>
    public static ActorSystem Start(Action<AkkaConfigurationBuilder> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAkka("test", akka =>
        {
            akka.ConfigureLoggers(static loggers => loggers.ClearLoggers());
            configure(akka);
        });
        IHost host = builder.Build();
        host.Start();
        return host.Services.GetRequiredService<ActorSystem>();
    }
}
