using Akka.Remote.Hosting;

namespace MarketSim.Cluster.Security;

internal sealed class PeerSecurity
{
    public SslOptions ToOptions() => new();
}
