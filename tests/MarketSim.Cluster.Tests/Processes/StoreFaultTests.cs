using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>The store away under a run: a database killed and started again, a file that somebody else has locked.</summary>
[Collection(ProcessClusterCollection.Name)]
public sealed class StoreFaultTests(ProcessCluster cluster, RecuperationTable table, ITestOutputHelper output)
{
    private const string Killed = "database killed";
    private const string KilledForLong = "database killed, away for 4 s";
    private const string Locked = "file locked for 3 s";

    // Longer than a process waits for the file.
    private const string LockedForLong = "file locked for 15 s";

    [Fact]
    public Task Killed_database_changes_no_result() => RunAsync(StoreKind.Postgres, ticks: 10_000, checkpointEvery: "1s", Killed, KilledForLong);

    [Fact]
    public Task Locked_file_changes_no_result() => RunAsync(StoreKind.Sqlite, ticks: 10_000, checkpointEvery: "1s", Locked);

    [LongTheory(nameof(StoreFaultTests))]
    [InlineData(StoreKind.Postgres, Killed)]
    [InlineData(StoreKind.Postgres, KilledForLong)]
    [InlineData(StoreKind.Sqlite, Locked)]
    [InlineData(StoreKind.Sqlite, LockedForLong)]
    public Task Store_that_is_away_three_times_changes_no_result(StoreKind store, string fault) => RunAsync(store, ticks: 30_000, checkpointEvery: "5s", fault, fault, fault);

    private async Task RunAsync(StoreKind store, int ticks, string checkpointEvery, params string[] faults)
    {
        var manner = new NodeManner { Store = store, SlicePauseMilliseconds = 25 };
        await cluster.RunNodesAsync(manner, "m1", "m2", "a1", "a2", "l1");
        ProcessRun run = await cluster.SubmitAsync(FaultMarket.Of(ticks, checkpointEvery));
        await run.CommitsAsync();
        foreach (string fault in faults)
        {
            await run.GoesOnAsync(200);
            SeenTick before = run.LastTick;
            await StrikeAsync(fault);
            Recuperation times = await run.ComesThroughAsync(Stopwatch.GetTimestamp(), before);
            output.WriteLine($"{fault}: {times}");
            table.Add($"{fault}, from its return", times);
        }

        await run.EndsAsExpectedAsync(minRecoveries: 0, manner.StandInFloats);
    }

    /// <summary>Returns when the store is back.</summary>
    private async Task StrikeAsync(string fault)
    {
        switch (fault)
        {
            case Killed:
                await cluster.Database.KillAsync();
                await cluster.Database.StartAsync(CancellationToken.None);
                break;
            case KilledForLong:
                await cluster.Database.KillAsync();
                await Task.Delay(TimeSpan.FromSeconds(4));
                await cluster.Database.StartAsync(CancellationToken.None);
                break;
            default:
                await LockAsync(TimeSpan.FromSeconds(fault == Locked ? 3 : 15));
                break;
        }
    }

    private async Task LockAsync(TimeSpan time)
    {
        await using var other = new SqliteConnection($"Data Source={cluster.StoreFile};Pooling=False");
        await other.OpenAsync();
        await using SqliteCommand command = other.CreateCommand();
        command.CommandText = "begin immediate";
        await command.ExecuteNonQueryAsync();
        await Task.Delay(time);
        command.CommandText = "rollback";
        await command.ExecuteNonQueryAsync();
    }
}
