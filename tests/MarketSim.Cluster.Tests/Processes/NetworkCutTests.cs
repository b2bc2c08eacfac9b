using System.Diagnostics;
using System.Net;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Two network namespaces as two hosts: the services and all other nodes on one, an agent node on the other.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class NetworkCutTests(ProcessCluster cluster, ITestOutputHelper output)
{
    private static readonly TimeSpan Cut = TimeSpan.FromSeconds(30);

    [LongFact(nameof(NetworkCutTests))]
    public async Task Link_that_is_cut_for_half_a_minute_changes_no_result()
    {
        var manner = new NodeManner { SlicePauseMilliseconds = 25 };
        await using NetworkNamespace host = await NetworkNamespace.CreateAsync();
        await using var broker = new TcpRelay(NetworkNamespace.NearAddress, new IPEndPoint(IPAddress.Loopback, cluster.Broker.Port));
        await using var database = new TcpRelay(NetworkNamespace.NearAddress, new IPEndPoint(IPAddress.Loopback, cluster.Database.Options.Port));
        cluster.Places["a2"] = new NodePlace(broker.EndPoint, database.EndPoint, host.Name);
        try
        {
            await cluster.RunNodesAsync(manner, "m1", "a1", "a2", "l1");
            ProcessRun run = await cluster.SubmitAsync(FaultMarket.Of(ticks: 80_000));
            await run.IsCarriedByAsync("a1", "a2", "l1");
            await run.GoesOnAsync(200);

            SeenTick before = run.LastTick;
            long cutAt = Stopwatch.GetTimestamp();
            await host.LinkDownAsync();
            output.WriteLine($"without the cut node: {await run.RecuperationAsync(cutAt, before)}");
            TimeSpan rest = Cut - Stopwatch.GetElapsedTime(cutAt);
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
            await host.LinkUpAsync();
            long healedAt = Stopwatch.GetTimestamp();
            await cluster.ConnectsAnewAsync("a2");
            await run.IsCarriedByAsync("a2");
            output.WriteLine($"the node that was cut off works again {Stopwatch.GetElapsedTime(healedAt).TotalSeconds:0.00} s after the link is up");
            await run.EndsAsExpectedAsync(leastRecoveries: 2, manner.StandInFloats);
        }
        finally
        {
            cluster.Places.Clear();
            await cluster.RunNodesAsync(manner);
        }
    }
}
