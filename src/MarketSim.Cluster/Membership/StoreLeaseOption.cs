using Akka.Actor.Setup;
using Akka.Hosting;
using Akka.Hosting.Coordination;
using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Membership;

/// <summary>Wires <see cref="StoreLease"/> into an actor system, for its split-brain resolver.</summary>
internal sealed class StoreLeaseOption(ILeaseStore store, TimeProvider timeProvider) : LeaseOptionBase
{
    public override string ConfigPath => "marketsim-store-lease";

    public override Type Class => typeof(StoreLease);

    public override void Apply(AkkaConfigurationBuilder builder, Setup? setup = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddSetup(new StoreLeaseSetup(store, timeProvider));
        builder.AddHocon(
            $$"""
            {{ConfigPath}} {
              lease-class = "{{Class.AssemblyQualifiedName}}"
              heartbeat-interval = 2s
              heartbeat-timeout = 8s
              lease-operation-timeout = 3s
            }
            """,
            HoconAddMode.Prepend);
    }
}
