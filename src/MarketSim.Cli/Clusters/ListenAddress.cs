using System.Net;

namespace MarketSim.Cli.Clusters;

/// <summary>The address at which a node serves its health and metrics.</summary>
internal sealed record ListenAddress(IPAddress Address, int Port)
{
    public const string Rule = "an IP address and a port, e.g. 127.0.0.1:9464, or [::1]:9464";

    /// <returns>Null when the text is no such address.</returns>
    public static ListenAddress? TryParse(string text) =>
        IPEndPoint.TryParse(text, out IPEndPoint? endPoint) && endPoint.Port > 0 && text.Contains(':', StringComparison.Ordinal)
            ? new ListenAddress(endPoint.Address, endPoint.Port)
            : null;

    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}
