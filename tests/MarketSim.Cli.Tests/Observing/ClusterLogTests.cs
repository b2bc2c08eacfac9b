using System.Text.Json;
using MarketSim.Cli.Logging;
using MarketSim.Cluster.Configuration;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Membership;
using MarketSim.Cluster.Tests.Store.Memory;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Tests.Observing;

/// <summary>What a cluster's actors log, as a node's log writes it.</summary>
public sealed class ClusterLogTests
{
    // Only what hangs waits for this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Lines_name_node_run_epoch_and_tick_where_these_are_known()
    {
        List<JsonElement> lines = await LinesOfRunAsync();

        Assert.All(lines, line => Assert.Equal("alpha", line.GetProperty("node").GetString()));
        JsonElement placed = Assert.Single(lines, line => line.GetProperty("message").GetString()!.Contains("is placed on", StringComparison.Ordinal));
        Assert.Equal("logged", placed.GetProperty("run").GetString());
        Assert.Equal(1, placed.GetProperty("epoch").GetInt64());
        List<JsonElement> checkpoints = [.. lines.Where(line => line.GetProperty("message").GetString()!.StartsWith("Checkpoint after", StringComparison.Ordinal))];
        Assert.NotEmpty(checkpoints);
        Assert.All(checkpoints, line =>
        {
            Assert.Equal("logged", line.GetProperty("run").GetString());
            Assert.Equal(1, line.GetProperty("epoch").GetInt64());
            Assert.InRange(line.GetProperty("tick").GetInt64(), 0, 600);
        });
    }

    private static async Task<List<JsonElement>> LinesOfRunAsync()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var log = new NodeLog(output, NodeLog.Json, "alpha");
        var store = new InMemoryClusterStore(TimeProvider.System);
        Scenario scenario = ScenarioReader.Read(Workplace.SmallScenario, "small.yaml") with { Checkpoint = new ScenarioCheckpoint { EveryTicks = 20, Every = null } };
        await store.SubmitAsync(new RunSubmission("logged", ScenarioWriter.Write(scenario), scenario.Digest(), MaxNodes: 1, Sweep: null));
        await using (var cluster = new InMemoryCluster())
        {
            await cluster.StartAsync(new NodeOptions
            {
                Description = new NodeDescription("alpha", "host", [NodeRoles.Agents, NodeRoles.Market], Threads: 1, "0.1.0", "b", "a"),
                Store = store,
                TimeProvider = TimeProvider.System,
                LoggerFactory = log.Factory,
            });
            long began = TimeProvider.System.GetTimestamp();
            while ((await store.ReadRunAsync("logged"))!.Status != RunStatus.Finished)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "The run did not finish.");
                await Task.Delay(20);
            }
        }

        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
