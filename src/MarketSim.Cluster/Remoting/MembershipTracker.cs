using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.Remoting;

/// <summary>
/// The members of the cluster as reported by Akka's events: members, their reachability, and lost associations. A member whose association was lost is
/// unreachable until it has answered a probe sent after the loss: without an association messages do not pass, even if heartbeats do.
/// </summary>
internal sealed class MembershipTracker(string self)
{
    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lost = new(StringComparer.Ordinal);
    private long _probes;

    /// <summary>Incarnations to be probed, with the number of the probe whose answer, or a later one's, shows that messages pass.</summary>
    public IReadOnlyDictionary<string, long> Lost => _lost;

    public MembershipView View => new(
        self,
        [.. _members.Values
            .Select(member => member with { IsReachable = !_silent.Contains(member.Incarnation) && !_lost.ContainsKey(member.Incarnation) })
            .OrderBy(member => member.Name, StringComparer.Ordinal).ThenBy(member => member.Incarnation, StringComparer.Ordinal)]);

    /// <summary>The member is up, or on its way out.</summary>
    public void Join(string incarnation, NodeDescription description, int age, bool isLeaving) =>
        _members[incarnation] = new Member(incarnation, description, age, IsReachable: true, isLeaving);

    /// <summary>The member has left, was downed or removed.</summary>
    /// <returns>False when it was none.</returns>
    public bool Leave(string incarnation)
    {
        _silent.Remove(incarnation);
        _lost.Remove(incarnation);
        return _members.Remove(incarnation);
    }

    /// <summary>Heartbeats of the member are missing, or arrive again.</summary>
    /// <returns>True if it changes anything.</returns>
    public bool SetReachable(string incarnation, bool isReachable) => isReachable ? _silent.Remove(incarnation) : _silent.Add(incarnation);

    /// <summary>The association with an address was lost.</summary>
    /// <returns>The members at that address, of which it was not known.</returns>
    public IReadOnlyList<string> Lose(string address)
    {
        string[] changes =
            [.. _members.Keys.Where(incarnation => incarnation != self && Incarnation.AddressOf(incarnation) == address && !_lost.ContainsKey(incarnation))];
        foreach (string incarnation in _members.Keys.Where(incarnation => incarnation != self && Incarnation.AddressOf(incarnation) == address))
        {
            // An answer to a probe that was sent before this loss says nothing.
            _lost[incarnation] = ++_probes;
        }

        return changes;
    }

    /// <returns>True if the member counts as reachable again by it.</returns>
    public bool Answer(string incarnation, long probe) => _lost.TryGetValue(incarnation, out long awaited) && probe == awaited && _lost.Remove(incarnation);
}
