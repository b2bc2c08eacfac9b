using Akka.Remote.Hosting;

namespace MarketSim.Cluster.Security;

public sealed class PeerSecurity
{
    internal SslOptions ToOptions() => new();
}
