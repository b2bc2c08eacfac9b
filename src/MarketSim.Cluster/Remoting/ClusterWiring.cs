using System.Globalization;
using Akka.Cluster.Hosting;
using Akka.Cluster.Hosting.SBR;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Hosting;
using MarketSim.Cluster.Security;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Remoting;

/// <summary>Wires Akka.Remote and Akka.Cluster into an actor system.</summary>
internal static class ClusterWiring
{
    /// <summary>The name of every system of a cluster; part of its addresses.</summary>
    public const string SystemName = "marketsim";

    // A piece of a frame with its envelope, and the gossip of some hundred members.
    private const long MaxMessageBytes = 1 << 20;

    // Room for many pieces at once: beyond it Akka.Remote waits 50 ms before it tries again.
    private const long WriteBufferBytes = 16 << 20;

    /// <param name="port">To listen on, 0 for any.</param>
    /// <param name="seeds">To ask for admission, as host and port.</param>
    /// <param name="forming">Time that the first seed waits for others before it forms a cluster alone.</param>
    public static AkkaConfigurationBuilder WithCluster(this AkkaConfigurationBuilder builder, ClusterSystemOptions options, int port, IReadOnlyList<string> seeds, TimeSpan forming)
    {
        string scheme = options.Security is null ? "akka.tcp" : "akka.ssl.tcp";
        var remote = new RemoteOptions
        {
            HostName = options.BindHost ?? options.Host,
            PublicHostName = options.Host,
            Port = port,
            MaxFrameSize = MaxMessageBytes,
            EnableSsl = options.Security is not null,
        };
        if (options.Security is { } security)
        {
            remote.Ssl = security.ToOptions(options.TimeProvider, options.LoggerFactory.CreateLogger<PeerSecurity>());
        }

        var lease = new LeaseMajorityOption { LeaseImplementation = options.SplitLease, LeaseName = SystemName };
        options.SplitLease.Apply(builder);
        return builder
            .WithRemoting(remote)
            .WithClustering(new ClusterOptions
            {
                SeedNodes = [.. seeds.Select(seed => $"{scheme}://{SystemName}@{seed}")],
                SplitBrainResolver = lease,
                LogInfo = false,
                FailureDetector = new PhiAccrualFailureDetectorOptions
                {
                    HeartbeatInterval = options.Timings.Heartbeat,
                    AcceptableHeartbeatPause = options.Timings.AcceptablePause,
                    ExpectedResponseAfter = options.Timings.Heartbeat,
                },
            })
            .WithCustomSerializer("marketsim-wire", [typeof(IWireMessage)], system => new WireSerializer(system))
            .AddHocon(Settings(options, forming), HoconAddMode.Prepend);
    }

    /// <summary>The settings that have no typed option.</summary>
    private static Config Settings(ClusterSystemOptions options, TimeSpan forming)
    {
        ClusterTimings timings = options.Timings;
        string roles = string.Join(", ", DescriptionRoles.Encode(options.Description).Select(role => $"\"{role}\""));
        return ConfigurationFactory.ParseString(string.Create(CultureInfo.InvariantCulture, $$"""
            akka.actor.serialize-messages = off
            akka.actor.serializers.json = "{{typeof(RefusingSerializer).AssemblyQualifiedName}}"
            akka.actor.serialization-bindings {
              "System.Object" = json
            }
            akka.remote {
              log-remote-lifecycle-events = off
              retry-gate-closed-for = {{Milliseconds(timings.Heartbeat)}}
              dot-netty.tcp {
                connection-timeout = {{Milliseconds(timings.Connecting)}}
                # On, two processes of one machine could listen on the same port, and each would receive a part.
                tcp-reuse-addr = off
                write-buffer-high-water-mark = {{WriteBufferBytes}}b
                write-buffer-low-water-mark = {{WriteBufferBytes / 2}}b
              }
            }
            akka.cluster {
              roles = [{{roles}}]
              seed-node-timeout = {{Milliseconds(forming)}}
              retry-unsuccessful-join-after = {{Milliseconds(timings.RetryPause)}}
              allow-weakly-up-members = off
              periodic-tasks-initial-delay = {{Milliseconds(timings.Gossip)}}
              gossip-interval = {{Milliseconds(timings.Gossip)}}
              leader-actions-interval = {{Milliseconds(timings.Gossip)}}
              unreachable-nodes-reaper-interval = {{Milliseconds(timings.Gossip)}}
              run-coordinated-shutdown-when-down = on
              split-brain-resolver {
                stable-after = {{Milliseconds(timings.StableAfter)}}
                # The lease decides: that the picture changes is no reason to end every node.
                down-all-when-unstable = off
                lease-majority.acquire-lease-delay-for-minority = {{Milliseconds(timings.StableAfter / 2)}}
              }
            }
            akka.coordinated-shutdown {
              exit-clr = off
              phases.before-cluster-shutdown.timeout = {{Milliseconds(timings.Leaving)}}
            }
            """));
    }

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0}ms");
}
