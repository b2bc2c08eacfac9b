using System.Globalization;
using System.Net;
using MarketSim.Cluster.Nodes;

namespace MarketSim.Cluster.Profiles;

/// <summary>The address at which other nodes reach a node: a name or an address, and a port.</summary>
public sealed record PeerAddress(string Host, int Port)
{
    /// <summary>The rule, as the end of "it must be …".</summary>
    public static string Rule { get; } =
        string.Create(CultureInfo.InvariantCulture, $"a name or an address and a port (default {NodeAddress.DefaultPort}), e.g. market-1.example:{NodeAddress.DefaultPort}");

    /// <summary>True for a loopback address, which only nodes of this machine reach.</summary>
    public bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>Reads an address; the port may be left out.</summary>
    /// <returns>Null when the text is no such address.</returns>
    public static PeerAddress? TryParse(string text)
    {
        string[] parts = text.Split(':');
        int port = NodeAddress.DefaultPort;
        bool isPort = parts.Length == 1 || (int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue);
        return parts.Length <= 2 && isPort && Uri.CheckHostName(parts[0]) is UriHostNameType.Dns or UriHostNameType.IPv4 && isPort ? new PeerAddress(parts[0], port) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
