using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Remoting;

namespace MarketSim.Cluster.Tests.Remoting;

public sealed class DescriptionRolesTests
{
    [Fact]
    public void A_description_comes_back_from_its_roles_in_any_order()
    {
        var description = new NodeDescription("n-1", "ho:st \"x\", ü", [NodeRoles.Agents, NodeRoles.Market], 12, "0.4.0+1", "ab:cd", "e\\f");

        Assert.True(DescriptionRoles.TryDecode(DescriptionRoles.Encode(description).Reverse().Append("dc-default").Append("later:thing"), out NodeDescription? back));

        Assert.Equal(description.Roles, back.Roles);
        Assert.Equal(description, back with { Roles = description.Roles });
    }

    [Fact]
    public void Roles_of_Akka_see_the_real_roles_by_their_names() =>
        Assert.Contains(NodeRoles.Market, DescriptionRoles.Encode(TestNode.Description("a")), StringComparer.Ordinal);

    [Theory]
    [InlineData("a b", 1, "host", "market")]
    [InlineData("a", 0, "host", "market")]
    [InlineData("a", 1, "", "market")]
    [InlineData("a", 1, "host", "leader")]
    public void An_invalid_description_is_not_encoded(string name, int threads, string host, string role) =>
        Assert.Throws<ArgumentException>(() => DescriptionRoles.Encode(new NodeDescription(name, host, [role], threads, "1", "b", "a")));

    [Theory]
    [InlineData("threads:x")]
    [InlineData("threads:0")]
    [InlineData("name:a b")]
    [InlineData("build:")]
    public void A_member_with_a_broken_tag_is_no_node(string tag)
    {
        string key = tag[..(tag.IndexOf(':', StringComparison.Ordinal) + 1)];
        IEnumerable<string> roles = DescriptionRoles.Encode(TestNode.Description("a")).Where(role => !role.StartsWith(key, StringComparison.Ordinal));

        Assert.False(DescriptionRoles.TryDecode(roles.Append(tag), out _));
        Assert.False(DescriptionRoles.TryDecode(roles, out _));
        Assert.False(DescriptionRoles.TryDecode(DescriptionRoles.Encode(TestNode.Description("a")).Append(tag), out _));
    }
}
