using MarketSim.Cluster.Membership;

namespace MarketSim.Cluster.Tests.Membership;

public sealed class NodeNamesTests
{
    [Theory]
    [InlineData("alpha-1_B", true)]
    [InlineData("", false)]
    [InlineData("a.b", false)]
    [InlineData("größe", false)]
    public void Name_holds_letters_digits_and_dashes_only(string name, bool isValid) => Assert.Equal(isValid, NodeNames.IsValid(name));

    [Theory]
    [InlineData("one.example", "one-example-abcdef")]
    [InlineData("", "node-abcdef")]
    public void Default_name_is_the_host_in_letters_that_nodes_may_have(string host, string name)
    {
        Assert.Equal(name, NodeNames.Default(host, "abcdef0123"));
        Assert.True(NodeNames.IsValid(NodeNames.Default(new string('x', 200), "abcdef0123")));
    }

    [Fact]
    public void Name_has_a_maximum_length()
    {
        Assert.True(NodeNames.IsValid(new string('n', NodeNames.MaxLength)));
        Assert.False(NodeNames.IsValid(new string('n', NodeNames.MaxLength + 1)));
    }
}
