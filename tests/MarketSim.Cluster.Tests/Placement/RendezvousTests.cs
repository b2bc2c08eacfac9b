using System.Globalization;
using MarketSim.Cluster.Placement;

namespace MarketSim.Cluster.Tests.Placement;

public sealed class RendezvousTests
{
    private const int Pieces = 4_000;

    [Fact]
    public void Shares_are_in_proportion_to_weights()
    {
        int[] shares = Shares(("a", 1), ("b", 2), ("c", 5));

        // Within four standard deviations of a binomial share.
        Assert.InRange(shares[0], 500 - 84, 500 + 84);
        Assert.InRange(shares[1], 1_000 - 110, 1_000 + 110);
        Assert.InRange(shares[2], 2_500 - 123, 2_500 + 123);
    }

    [Fact]
    public void Node_that_goes_moves_only_its_own_pieces()
    {
        (string, int)[] all = [("a", 2), ("b", 2), ("c", 2)];
        foreach (string piece in Names())
        {
            string before = Rendezvous.Rank(piece, all)[0];
            string after = Rendezvous.Rank(piece, all.Where(node => node.Item1 != "c"))[0];

            Assert.True(before == "c" || before == after, $"{piece} moved from {before} to {after}");
        }
    }

    [Fact]
    public void Order_of_the_candidates_does_not_matter() => Assert.Equal(
        Rendezvous.Rank("piece", [("a", 1), ("b", 1), ("c", 1)]), Rendezvous.Rank("piece", [("c", 1), ("b", 1), ("a", 1)]), StringComparer.Ordinal);

    private static int[] Shares(params (string Name, int Weight)[] nodes) =>
        [.. nodes.Select(node => Names().Count(piece => Rendezvous.Rank(piece, nodes)[0] == node.Name))];

    private static IEnumerable<string> Names() => Enumerable.Range(0, Pieces).Select(piece => piece.ToString(CultureInfo.InvariantCulture));
}
