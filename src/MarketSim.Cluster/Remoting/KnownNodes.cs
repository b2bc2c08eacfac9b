using System.Collections.Immutable;

namespace MarketSim.Cluster.Remoting;

/// <summary>
/// Addresses of nodes that this one has met. When it must join again they are asked beside the configured seeds, which may be dead by then, or be the node
/// itself. For any thread.
/// </summary>
internal sealed class KnownNodes
{
    private const int Max = 32;

    private ImmutableArray<string> _addresses = [];

    /// <summary>The seeds, and behind them the nodes met last.</summary>
    public IEnumerable<string> After(IReadOnlyList<string> seeds) => seeds.Concat(_addresses.Except(seeds, StringComparer.Ordinal).Reverse());

    public void Add(string address) => ImmutableInterlocked.Update(
        ref _addresses, known => known.Contains(address, StringComparer.Ordinal) ? known : [.. known.Length < Max ? known : known[1..], address]);
}
