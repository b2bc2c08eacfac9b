namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Processes that do not belong into the cluster.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class ProcessRefusalTests(ProcessCluster cluster)
{
    [Fact]
    public async Task A_node_of_another_build_ends_with_a_message_that_names_both_builds()
    {
        var manner = new NodeManner();
        await cluster.RunNodesAsync(manner, "m1", "a1");

        await cluster.RemoveAsync("m2");
        NodeProcess other = cluster.Start("m2", manner with { Build = "other" });

        Assert.Equal(1, await other.EndsAsync(ProcessCluster.Patience));
        Assert.Contains("m2: ended Node m2 is of build other (version test), the cluster of build test (version test", other.Transcript, StringComparison.Ordinal);
        await cluster.AreOneClusterAsync();
    }
}
