using System.Reflection;
using MarketSim.Cluster.Nodes;

namespace MarketSim.Cluster.Tests.Nodes;

public sealed class BuildDigestTests
{
    [Fact]
    public void Digest_is_of_a_program_with_everything_of_MarketSim_that_it_references()
    {
        Assembly cluster = typeof(BuildDigest).Assembly;
        string digest = BuildDigest.Of(cluster);

        Assert.Matches("^[0-9a-f]{64}$", digest);
        Assert.Equal(digest, BuildDigest.Of(cluster));
        Assert.NotEqual(digest, BuildDigest.Of(typeof(BuildDigestTests).Assembly), StringComparer.Ordinal);
    }
}
