using Akka.Actor.Setup;
using Akka.Configuration;

namespace MarketSim.TestKit.Actors;

/// <summary>Makes an actor system seeded: to be given to it together with <see cref="ConfigFor"/>.</summary>
/// <param name="executor">Drives all dispatchers of the system.</param>
/// <param name="timeProvider">Times all that is scheduled.</param>
public sealed class SeededSetup(SeededExecutor executor, TimeProvider timeProvider) : Setup
{
    private static readonly string[] AkkasOwn = ["akka.actor.default-dispatcher", "akka.actor.internal-dispatcher", "akka.actor.default-blocking-io-dispatcher"];

    public SeededExecutor Executor => executor;

    public TimeProvider TimeProvider => timeProvider;

    /// <summary>The configuration that puts Akka's own dispatchers, and these, onto the executor, and the scheduler onto the clock. No logger, no serialiser of objects.</summary>
    /// <param name="below">What holds where this says nothing, such as what actors need of a product's configuration.</param>
    /// <param name="dispatchers">The ids of the system's further dispatchers, those of <paramref name="below"/> that are to be seeded.</param>
    /// <returns>To be kept for as many systems as there are: parsing it is dear.</returns>
    public static Config ConfigFor(Config? below, params ReadOnlySpan<string> dispatchers) => ConfigurationFactory.ParseString(
        $$"""
        akka.scheduler.implementation = "{{NameOf<VirtualTimeScheduler>()}}"
        akka.loggers = []
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.actor.serializers.json = "{{NameOf<NoSerializer>()}}"
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        {{string.Join('\n', [.. AkkasOwn.Select(SeededDispatcherOf), .. dispatchers.ToArray().Select(SeededDispatcherOf)])}}
        """).WithFallback(below);

    private static string SeededDispatcherOf(string id) => $"{id}.type = \"{NameOf<SeededDispatcherConfigurator>()}\"";

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
