namespace MarketSim.Actors.Cells;

/// <summary>References with a value each, in the order they were added, so that nothing depends on hash codes.</summary>
internal sealed class OrderedRefMap<TValue>
{
    private readonly Dictionary<ActorRef, LinkedListNode<KeyValuePair<ActorRef, TValue>>> _nodes = [];
    private readonly LinkedList<KeyValuePair<ActorRef, TValue>> _order = new();

    public IEnumerable<ActorRef> Keys => _order.Select(static pair => pair.Key);

    public bool TryAdd(ActorRef key, TValue value)
    {
        if (_nodes.ContainsKey(key))
        {
            return false;
        }

        _nodes.Add(key, _order.AddLast(KeyValuePair.Create(key, value)));
        return true;
    }

    public bool TryGet(ActorRef key, out TValue? value)
    {
        bool found = _nodes.TryGetValue(key, out LinkedListNode<KeyValuePair<ActorRef, TValue>>? node);
        value = node is null ? default : node.Value.Value;
        return found;
    }

    public bool Remove(ActorRef key, out TValue? value)
    {
        if (!_nodes.Remove(key, out LinkedListNode<KeyValuePair<ActorRef, TValue>>? node))
        {
            value = default;
            return false;
        }

        value = node.Value.Value;
        _order.Remove(node);
        return true;
    }
}
