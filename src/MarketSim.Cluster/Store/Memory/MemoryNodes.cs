namespace MarketSim.Cluster.Store.Memory;

/// <summary>The nodes of an <see cref="InMemoryClusterStore"/>.</summary>
internal sealed class MemoryNodes(Func<TimeSpan> now)
{
    private readonly SortedDictionary<string, Entry> _nodes = new(StringComparer.Ordinal);
    private long _incarnations;

    public long Register(NodeDescription node, TimeSpan beatTimeout)
    {
        if (_nodes.TryGetValue(node.Name, out Entry? other) && other.Node.Process != node.Process && other.BeatAt + beatTimeout > now())
        {
            throw new NodeNameTakenException(node.Name, other.Node.Host);
        }

        _nodes[node.Name] = new Entry(node, ++_incarnations, new NodeLoad(0, 0, 0, IsLeaving: true), now());
        return _incarnations;
    }

    public bool Beat(string node, long incarnation, NodeLoad load)
    {
        if (!_nodes.TryGetValue(node, out Entry? entry) || entry.Incarnation != incarnation)
        {
            return false;
        }

        _nodes[node] = entry with { Load = load, BeatAt = now() };
        return true;
    }

    public void Remove(string node, long incarnation)
    {
        if (_nodes.TryGetValue(node, out Entry? entry) && entry.Incarnation == incarnation)
        {
            _nodes.Remove(node);
        }
    }

    public IReadOnlyList<NodeRecord> Read() =>
        [.. _nodes.Values.Select(entry => new NodeRecord(entry.Node, entry.Incarnation, entry.Load, now() - entry.BeatAt))];

    private sealed record Entry(NodeDescription Node, long Incarnation, NodeLoad Load, TimeSpan BeatAt);
}
