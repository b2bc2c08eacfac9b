using System.Net;

namespace MarketSim.Cluster.Profiles;

/// <summary>The address at which a node serves its health and metrics.</summary>
public sealed record ListenAddress(IPAddress Address, int Port)
{
    /// <summary>The rule, as the end of "it must be …".</summary>
    public const string Rule = "an IP address and a port, e.g. 127.0.0.1:9464, or [::1]:9464";

    /// <summary>Reads an address.</summary>
    /// <returns>Null when the text is no such address.</returns>
    public static ListenAddress? TryParse(string text) =>
        IPEndPoint.TryParse(text, out IPEndPoint? endPoint) && endPoint.Port > 0 && text.Contains(':', StringComparison.Ordinal)
            ? new ListenAddress(endPoint.Address, endPoint.Port)
            : null;

    /// <inheritdoc/>
    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}
