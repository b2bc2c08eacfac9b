using MarketSim.Cluster.Store;

namespace MarketSim.Cluster.Tests.Store;

public sealed class NodeNamesTests
{
    [Theory]
    [InlineData("alpha-1_B", true)]
    [InlineData("", false)]
    [InlineData("a.b", false)]
    [InlineData("größe", false)]
    public void Name_holds_letters_digits_and_dashes_only(string name, bool isValid) => Assert.Equal(isValid, NodeNames.IsValid(name));

    [Fact]
    public void Name_has_a_greatest_length()
    {
        Assert.True(NodeNames.IsValid(new string('n', NodeNames.LongestName)));
        Assert.False(NodeNames.IsValid(new string('n', NodeNames.LongestName + 1)));
    }

    [Fact]
    public void Inbox_names_node_and_incarnation() => Assert.Equal("node.alpha.7", NodeNames.Inbox("alpha", 7));
}
