using System.Globalization;

namespace MarketSim.Cluster.Membership;

/// <summary>The text that names one life of a node: <c>name@address#uid</c>, the address as host and port, the uid drawn by each actor system.</summary>
internal static class Incarnation
{
    public static string Of(string name, string address, long uid) => string.Create(CultureInfo.InvariantCulture, $"{name}@{address}#{uid}");

    public static string NameOf(string incarnation) => incarnation[..incarnation.IndexOf('@', StringComparison.Ordinal)];

    public static string AddressOf(string incarnation) =>
        incarnation[(incarnation.IndexOf('@', StringComparison.Ordinal) + 1)..incarnation.LastIndexOf('#')];

    public static long UidOf(string incarnation) => long.Parse(incarnation.AsSpan(incarnation.LastIndexOf('#') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
