using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Leading;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Tests.Store.Memory;

namespace MarketSim.Cluster.Tests.Leading;

public sealed class UsableNodesTests
{
    private static readonly Member Self = Node("alpha", uid: 1, age: 1);

    private readonly VirtualTimeProvider _time = new();
    private readonly LostNodes _lost;

    public UsableNodesTests() => _lost = new LostNodes(_time, TimeSpan.FromSeconds(3));

    [Fact]
    public void Of_two_lives_of_a_node_the_later_is_used() =>
        Assert.Equal(["alpha@a:1#1", "beta@a:1#7"], Usable(Self, Node("beta", uid: 3, age: 2), Node("beta", uid: 7, age: 5)), StringComparer.Ordinal);

    [Fact]
    public void Unreachable_leaving_lost_and_different_nodes_are_left_out()
    {
        _lost.Lose("epsilon@a:1#5");
        Member[] others =
        [
            Node("beta", 2, 2) with { IsReachable = false },
            Node("gamma", 3, 3) with { IsLeaving = true },
            Node("delta", 4, 4, build: "other"),
            Node("epsilon", 5, 5),
            Node("zeta", 6, 6),
        ];

        Assert.Equal(["alpha@a:1#1", "zeta@a:1#6"], Usable([Self, .. others]), StringComparer.Ordinal);
    }

    [Fact]
    public void Leader_itself_is_always_used_even_before_it_is_a_member() => Assert.Equal(["alpha@a:1#1"], Usable(), StringComparer.Ordinal);

    private IEnumerable<string> Usable(params Member[] members)
    {
        var options = new NodeOptions { Description = Self.Description, Store = new InMemoryClusterStore(_time), TimeProvider = _time };
        return UsableNodes.Of(new MembershipView(Self.Incarnation, [.. members]), options, _lost).Select(member => member.Incarnation);
    }

    private static Member Node(string name, long uid, int age, string build = "build") =>
        new($"{name}@a:1#{uid}", new NodeDescription(name, "host", NodeRoles.All, Threads: 1, "1", build, "arithmetic"), age, IsReachable: true, IsLeaving: false);
}
