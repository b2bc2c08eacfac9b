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

    [Fact]
    public void Name_has_a_maximum_length()
    {
        Assert.True(NodeNames.IsValid(new string('n', NodeNames.MaxLength)));
        Assert.False(NodeNames.IsValid(new string('n', NodeNames.MaxLength + 1)));
    }
}
