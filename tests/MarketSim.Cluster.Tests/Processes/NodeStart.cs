using System.Globalization;
using System.Net;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>What a node's process is started with.</summary>
internal sealed record NodeStart
{
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory.Replace("MarketSim.Cluster.Tests", "MarketSim.Cluster.TestNode", StringComparison.Ordinal), "MarketSim.Cluster.TestNode.dll");

    public required string Name { get; init; }

    public required string Roles { get; init; }

    public required NodePlace Place { get; init; }

    public required int Port { get; init; }

    public required IReadOnlyList<IPEndPoint> Seeds { get; init; }

    /// <summary>As <c>name=value</c>.</summary>
    public required string Store { get; init; }

    public required string DatabasePassword { get; init; }

    public required NodeManner Manner { get; init; }

    /// <summary>The program and its arguments.</summary>
    public string[] Command() =>
    [
        .. Place.Namespace is { } space ? new[] { "ip", "netns", "exec", space } : [],
        "dotnet", Program, $"name={Name}", $"roles={Roles}", $"address={new IPEndPoint(Place.Address, Port)}", $"seeds={string.Join(',', Seeds)}", Store,
        $"build={Manner.Build}",
        string.Create(CultureInfo.InvariantCulture, $"floats={Manner.StandInFloats}"),
        string.Create(CultureInfo.InvariantCulture, $"pause={Manner.SlicePauseMilliseconds}"),
        .. Manner.Doom is { } doom ? new[] { $"doom={doom}" } : [],
    ];
}
