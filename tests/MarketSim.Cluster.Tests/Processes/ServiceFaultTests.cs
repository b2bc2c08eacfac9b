using System.Diagnostics;
using MarketSim.Cluster.Local;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>Broker and database killed, and frozen, under a run.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class ServiceFaultTests(ProcessCluster cluster, RecuperationTable table, ITestOutputHelper output) : IClassFixture<RecuperationTable>
{
    private const string Broker = "broker killed";
    private const string Database = "database killed";
    private const string DatabaseForLong = "database killed, away for 4 s";
    private const string Both = "broker and database killed";
    private const string FrozenBroker = "broker frozen for 20 s";

    // A database that is soon back costs no epoch; one that is away for longer than a lease costs one.
    [Fact]
    public Task Killed_broker_and_killed_database_change_no_result() => RunAsync(ticks: 20_000, checkpointEvery: "2s", Broker, Database, DatabaseForLong);

    [LongTheory(nameof(ServiceFaultTests))]
    [InlineData(Broker)]
    [InlineData(Database)]
    [InlineData(Both)]
    [InlineData(FrozenBroker)]
    public Task Service_that_is_away_three_times_changes_no_result(string fault) => RunAsync(ticks: 30_000, checkpointEvery: "5s", fault, fault, fault);

    private async Task RunAsync(int ticks, string checkpointEvery, params string[] faults)
    {
        var manner = new NodeManner { SlicePauseMilliseconds = 25 };
        await cluster.RunNodesAsync(manner, "m1", "m2", "a1", "a2", "l1");
        ProcessRun run = await cluster.SubmitAsync(FaultMarket.Of(ticks, checkpointEvery));
        await run.CommitsAsync();
        foreach (string fault in faults)
        {
            await run.GoesOnAsync(200);
            SeenTick before = run.LastTick;
            await StrikeAsync(fault);
            long back = Stopwatch.GetTimestamp();
            Recuperation times = await (fault is Database or DatabaseForLong ? run.ComesThroughAsync(back, before) : run.RecuperationAsync(back, before));
            output.WriteLine($"{fault}: {times}");
            table.Add($"{fault}, from its return", times);
        }

        await run.EndsAsExpectedAsync(faults.Count(fault => fault != Database), manner.StandInFloats);
    }

    /// <summary>Returns when the services are back.</summary>
    private async Task StrikeAsync(string fault)
    {
        switch (fault)
        {
            case Broker:
                await cluster.Broker.KillAsync();
                await cluster.Broker.StartAsync(CancellationToken.None);
                break;
            case Database:
                await cluster.Database.KillAsync();
                await cluster.Database.StartAsync(CancellationToken.None);
                break;
            case DatabaseForLong:
                await cluster.Database.KillAsync();
                await Task.Delay(TimeSpan.FromSeconds(4));
                await cluster.Database.StartAsync(CancellationToken.None);
                break;
            case Both:
                await Task.WhenAll(cluster.Broker.KillAsync(), cluster.Database.KillAsync());
                await Task.WhenAll(cluster.Broker.StartAsync(CancellationToken.None), cluster.Database.StartAsync(CancellationToken.None));
                break;
            default:
                cluster.Broker.SignalServer(LocalSignal.Stop);
                await Task.Delay(TimeSpan.FromSeconds(20));
                cluster.Broker.SignalServer(LocalSignal.Continue);
                break;
        }
    }
}
