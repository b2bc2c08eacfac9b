using System.Diagnostics;
using System.Net;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Two network namespaces as two hosts: an agent node on one, all other nodes on the other.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class NetworkCutTests(ProcessCluster cluster, RecuperationTable table, ITestOutputHelper output)
{
    private static readonly TimeSpan Cut = TimeSpan.FromSeconds(30);

    /// <summary>With a file as the store, the node that is cut off from the others still reaches it; with a database, it reaches nothing.</summary>
    [NetworkTheory(nameof(NetworkCutTests))]
    [InlineData(StoreKind.Sqlite, false)]
    [InlineData(StoreKind.Sqlite, true)]
    [InlineData(StoreKind.Postgres, false)]
    [InlineData(StoreKind.Postgres, true)]
    public async Task Link_that_is_cut_for_half_a_minute_changes_no_result(StoreKind store, bool isOneWay)
    {
        var manner = new NodeManner { Store = store, SlicePauseMilliseconds = 125 };
        await cluster.RunNodesAsync(manner);
        await using NetworkNamespace host = await NetworkNamespace.CreateAsync();
        TcpRelay? relay = store is StoreKind.Postgres
            ? new TcpRelay(NetworkNamespace.NearAddress, new IPEndPoint(IPAddress.Loopback, cluster.Database.Options.Port))
            : null;
        foreach (string near in new[] { "m1", "a1", "l1" })
        {
            cluster.Places[near] = new NodePlace(NetworkNamespace.NearAddress);
        }

        cluster.Places["a2"] = new NodePlace(NetworkNamespace.FarAddress, relay?.EndPoint, host.Name);
        try
        {
            await cluster.RunNodesAsync(manner, "m1", "a1", "a2", "l1");
            ProcessRun run = await cluster.SubmitAsync(FaultMarket.Of(ticks: 16_000));
            await run.IsHostedByAsync("a1", "a2", "l1");
            await run.GoesOnAsync(200);

            SeenTick before = run.LastTick;
            long cutAt = Stopwatch.GetTimestamp();
            Task<string> joined = cluster.Node("a2").HearsAsync(line => line.Contains(" is a member of the cluster as ", StringComparison.Ordinal), Cut + ProcessCluster.Patience);
            await (isOneWay ? host.MuteAsync() : host.LinkDownAsync());
            Recuperation times = await run.RecuperationAsync(cutAt, before);
            output.WriteLine($"without the cut node: {times}");
            table.Add($"link cut, {(isOneWay ? "one way" : "both ways")}", times);
            TimeSpan rest = Cut - Stopwatch.GetElapsedTime(cutAt);
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
            await (isOneWay ? host.UnmuteAsync() : host.LinkUpAsync());
            long healedAt = Stopwatch.GetTimestamp();
            await joined;
            await run.IsHostedByAsync("a2");
            output.WriteLine($"the node that was cut off works again {Stopwatch.GetElapsedTime(healedAt).TotalSeconds:0.00} s after the link is up");
            await cluster.AreOneClusterAsync();
            await run.EndsAsExpectedAsync(minRecoveries: 2, manner.StandInFloats);
        }
        finally
        {
            await cluster.RunNodesAsync(manner);
            cluster.Places.Clear();
            await (relay?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}

/// <summary>A test of minutes that needs network namespaces; skipped, with the reason, where it was not asked for and where they cannot be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetworkTheoryAttribute : TheoryAttribute
{
    private static readonly string[] Programs = ["/usr/sbin/ip", "/usr/sbin/tc"];

    /// <param name="filter">What chooses the tests on the command line.</param>
    /// <param name="sourceFile">Filled in by the compiler.</param>
    public NetworkTheoryAttribute(string filter, [System.Runtime.CompilerServices.CallerFilePath] string sourceFile = "") =>
        Skip = new LongTheoryAttribute(filter, sourceFile).Skip
            ?? (!Environment.IsPrivilegedProcess ? "Network namespaces need root."
                : Programs.FirstOrDefault(program => !File.Exists(program)) is { } missing ? $"{missing} is missing; install iproute2." : null);
}
