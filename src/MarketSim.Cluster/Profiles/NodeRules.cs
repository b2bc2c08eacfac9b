using System.Globalization;
using MarketSim.Cluster.Membership;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cluster.Profiles;

/// <summary>The rules of the settings of a node, on the command line as in a profile.</summary>
public static class NodeRules
{
    private const int MaxThreads = 1_024;
    private const int MaxLeads = 1_000;

    /// <summary>The rule of a node's name.</summary>
    public static ValueRule<string> Name { get; } = new(
        $"1 to {NodeNames.MaxLength} letters, digits, - or _, e.g. market-1",
        text => NodeNames.IsValid(text) ? new(text) : null);

    /// <summary>The rule of a number of threads, from 1.</summary>
    public static ValueRule<int> Threads { get; } = Count(1, MaxThreads, "4");

    /// <summary>The rule of the number of runs that a node may lead at a time, from 0.</summary>
    public static ValueRule<int> Leads { get; } = Count(0, MaxLeads, "1");

    /// <summary>The rule of a port; 0 lets the operating system choose.</summary>
    public static ValueRule<int> Port { get; } = Count(0, ushort.MaxValue, "4053");

    /// <summary>The rule of the name or address of a machine.</summary>
    public static ValueRule<string> Host { get; } = new(
        "a name or an IPv4 address, e.g. market-1.example",
        text => Uri.CheckHostName(text) is UriHostNameType.Dns or UriHostNameType.IPv4 ? new(text) : null);

    /// <summary>The rule of the name of a file.</summary>
    public static ValueRule<string> File { get; } = new(
        "a file, from the profile's folder where it is no full path, e.g. certificates/node-1.pem",
        text => text.Trim().Length > 0 ? new(text.Trim()) : null);

    /// <summary>The rule of fingerprints of certificates: SHA-256, in hexadecimal.</summary>
    public static ValueRule<IReadOnlyList<string>> Fingerprints { get; } = new(
        "one or more SHA-256 fingerprints of 64 hexadecimal digits, as `marketsim cluster certificates` prints them, separated by commas",
        text => ParseFingerprints(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>The rule of seeds; repeated ones count once.</summary>
    public static ValueRule<IReadOnlyList<PeerAddress>> Seeds { get; } = new(
        $"one or more of {PeerAddress.Rule}, separated by commas",
        text => ParseSeeds(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>The rule of the address of health and metrics.</summary>
    public static ValueRule<ListenAddress> Listen { get; } = new(
        ListenAddress.Rule,
        text => ListenAddress.TryParse(text) is { } address ? new(address) : null);

    /// <summary>The rule of roles: the result is in ordinal order, each once.</summary>
    public static ValueRule<IReadOnlyList<string>> Roles { get; } = new(
        $"one or more of {string.Join(", ", NodeRoles.All)}, e.g. market,agents",
        text => ParseRoles(text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));

    private static Parsed<IReadOnlyList<string>>? ParseRoles(IReadOnlyList<string> roles) =>
        roles.Count > 0 && roles.All(role => NodeRoles.All.Contains(role, StringComparer.Ordinal))
            ? new([.. roles.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])
            : null;

    private static Parsed<IReadOnlyList<string>>? ParseFingerprints(string[] texts) =>
        texts.Length > 0 && texts.All(text => text.Replace(":", string.Empty, StringComparison.Ordinal) is { Length: 64 } digits && digits.All(char.IsAsciiHexDigit))
            ? new(texts)
            : null;

    private static Parsed<IReadOnlyList<PeerAddress>>? ParseSeeds(IReadOnlyList<string> seeds)
    {
        List<PeerAddress> parsed = [.. seeds.Select(PeerAddress.TryParse).OfType<PeerAddress>()];
        return parsed.Count > 0 && parsed.Count == seeds.Count ? new([.. parsed.Distinct()]) : null;
    }

    private static ValueRule<int> Count(int minimum, int maximum, string example) => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {minimum} to {maximum}, e.g. {example}"),
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum ? new(value) : null);
}
