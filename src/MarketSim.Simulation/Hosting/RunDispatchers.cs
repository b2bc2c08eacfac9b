using System.Globalization;
using Akka.Configuration;
using Akka.Hosting;

namespace MarketSim.Simulation.Hosting;

/// <summary>The dispatchers of a run, each for one purpose. Everything else, such as timers' actors and logging, is on Akka's default dispatcher.</summary>
public static class RunDispatchers
{
    /// <summary>Market, partitions and what else takes part in ticks: as many threads as the run may use.</summary>
    public const string Run = "marketsim-run-dispatcher";

    /// <summary>Market agents: inline on their partition's thread.</summary>
    public const string Agent = "marketsim-agent-dispatcher";

    /// <summary>Trainers and replicas of the market: a dedicated thread each, because they work for long at a time.</summary>
    public const string Background = "marketsim-background-dispatcher";

    /// <summary>The mailbox that belongs to <see cref="Agent"/>.</summary>
    public const string AgentMailbox = "marketsim-agent-mailbox";

    /// <summary>Adds the dispatchers of a run to an actor system.</summary>
    /// <param name="threads">Of the dispatcher <see cref="Run"/>; at least 1.</param>
    public static AkkaConfigurationBuilder WithRunDispatchers(this AkkaConfigurationBuilder builder, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return builder.AddHocon(Settings(threads), HoconAddMode.Prepend);
    }

    /// <summary>The dispatchers as a configuration of Akka.</summary>
    /// <param name="threads">Of the dispatcher <see cref="Run"/>; at least 1.</param>
    /// <remarks>A dedicated pool of threads is five to thirty times faster here than the channel executor.</remarks>
    public static Config Settings(int threads) => ConfigurationFactory.ParseString(string.Create(CultureInfo.InvariantCulture, $$"""
        {{Run}} {
          type = ForkJoinDispatcher
          throughput = 64
          dedicated-thread-pool {
            thread-count = {{threads}}
            threadtype = background
          }
        }
        {{Agent}} {
          type = "{{typeof(InlineDispatcherConfigurator).AssemblyQualifiedName}}"
          throughput = 64
        }
        {{Background}} {
          type = PinnedDispatcher
        }
        {{AgentMailbox}} {
          mailbox-type = "{{typeof(OneSlotMailbox).AssemblyQualifiedName}}"
        }
        """));
}
