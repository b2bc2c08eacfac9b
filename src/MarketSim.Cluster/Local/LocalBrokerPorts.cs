namespace MarketSim.Cluster.Local;

/// <param name="Broker">For clients.</param>
/// <param name="Distribution">For Erlang nodes, such as the server's tools.</param>
/// <param name="NameService">Of the private epmd, where those nodes find each other.</param>
internal sealed record LocalBrokerPorts(int Broker, int Distribution, int NameService)
{
    public static LocalBrokerPorts TakeFree()
    {
        int[] ports = LoopbackPorts.Free(3);
        return new LocalBrokerPorts(ports[0], ports[1], ports[2]);
    }
}
