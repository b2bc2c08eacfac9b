using System.Diagnostics;
using System.Globalization;
using System.Text;
using MarketSim.Cluster.Clients;
using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Store;
using MarketSim.Results;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>A run on a cluster of processes, and how it comes through.</summary>
internal sealed class ProcessRun(ProcessCluster cluster, string name, FaultMarket market, TickLog ticks)
{
    private static readonly TimeSpan PatienceForTicks = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan PatienceForEnd = TimeSpan.FromHours(1);

    public SeenTick LastTick => ticks.Last(name);

    public async Task<RunRecord> ReadAsync() => (await cluster.Store.ReadRunAsync(name))!;

    public Task<IReadOnlyList<Recovery>> RecoveriesAsync() => cluster.Store.ReadRecoveriesAsync(name);

    /// <summary>What <c>run.json</c> will hold.</summary>
    public async Task<RunSummary> SummaryAsync() => (await cluster.Store.ReadSummaryAsync(name))!;

    /// <summary>The node that leads it now.</summary>
    public async Task<NodeProcess> LeaderAsync()
    {
        string holder = await cluster.UntilAsync(
            async () => await ReadAsync() is { Status: RunStatus.Running } record ? record.Holder : throw new InvalidOperationException($"{name} was over too early"),
            "nobody leads the run");
        return cluster.Node(Incarnation.NameOf(holder));
    }

    /// <summary>Waits until each of the nodes leads it, or hosts something of it in the epoch that opened a tick last.</summary>
    public async Task IsHostedByAsync(params string[] nodes)
    {
        foreach (string node in nodes)
        {
            await cluster.UntilAsync(
                async () => (LastTick is { Epoch: > 0 and var epoch } && cluster.Node(node).HostedEpoch(name) == epoch) || (await LeaderAsync()).Name == node ? "yes" : null,
                $"{node} got nothing to host");
        }
    }

    /// <summary>Waits until so many more ticks were opened, or a later epoch has begun.</summary>
    public async Task GoesOnAsync(int ticksMore = 50)
    {
        SeenTick before = LastTick;
        await cluster.UntilAsync(
            () => Task.FromResult(LastTick is var last && last.Epoch > 0 && (last.Epoch > before.Epoch || last.Tick > before.Tick + ticksMore) ? "yes" : null),
            $"no tick after {before}");
    }

    /// <summary>Waits until a tick as late as this was opened.</summary>
    public Task ReachesAsync(long tick) => cluster.UntilAsync(
        async () => LastTick.Tick >= tick || (await ReadAsync()).Status != RunStatus.Running ? "yes" : null, $"tick {tick} did not come", PatienceForTicks);

    /// <summary>Waits until a later checkpoint than the one now is committed.</summary>
    public async Task CommitsAsync()
    {
        long? before = (await ReadAsync()).CommittedTick;
        await cluster.UntilAsync(async () => (await ReadAsync()).CommittedTick > (before ?? -1) ? "yes" : null, $"no checkpoint after {before}");
    }

    /// <summary>Waits until the run is back at the tick before a fault, in a later epoch.</summary>
    /// <param name="since">The moment of the fault, or of a service's return.</param>
    public async Task<Recuperation> RecuperationAsync(long since, SeenTick before)
    {
        Recuperation? found = null;
        await cluster.UntilAsync(
            () =>
            {
                found = ticks.Find(tick => IsLater(tick) && tick.Tick >= before.Tick) is { } back && ticks.Find(IsLater) is { } first
                    ? new Recuperation(Stopwatch.GetElapsedTime(since, first.At), Stopwatch.GetElapsedTime(since, back.At))
                    : null;
                return Task.FromResult(found);
            },
            $"the run did not come back to {before}");
        return found!;

        bool IsLater(SeenTick tick) => tick.Run == name && tick.At >= since && tick.Epoch > before.Epoch;
    }

    /// <summary>
    /// Waits until the run has come through a fault that may cost it no epoch, such as a database that is back before anybody missed it: until a
    /// checkpoint is committed that lies after all ticks opened so far, and a tick was opened since.
    /// </summary>
    /// <param name="since">The moment of the service's return.</param>
    public async Task<Recuperation> ComesThroughAsync(long since, SeenTick before)
    {
        long tick = LastTick.Tick;
        await cluster.UntilAsync(
            async () => await ReadAsync() is { Status: RunStatus.Running } record
                ? record.CommittedTick > tick ? "yes" : null
                : throw new InvalidOperationException($"{name} was over too early"),
            $"no checkpoint after tick {tick}");
        if (LastTick.Epoch > before.Epoch)
        {
            return await RecuperationAsync(since, before);
        }

        SeenTick? next = null;
        await cluster.UntilAsync(
            () => Task.FromResult((next = ticks.Find(seen => seen.Run == name && seen.At >= since)) is null ? null : "yes"), $"no tick after the checkpoint that follows tick {tick}");
        TimeSpan time = Stopwatch.GetElapsedTime(since, next!.Value.At);
        return new Recuperation(time, time);
    }

    /// <summary>Waits for its end, whatever it is, for as long as checkpoints come: a busy machine may take long, a run that hangs or loops commits none.</summary>
    public async Task<RunRecord> EndAsync()
    {
        long? committed = null;
        long since = Stopwatch.GetTimestamp();
        return await cluster.UntilAsync(
            async () =>
            {
                RunRecord record = await ReadAsync();
                if (record.CommittedTick != committed)
                {
                    (committed, since) = (record.CommittedTick, Stopwatch.GetTimestamp());
                }

                bool standsStill = Stopwatch.GetElapsedTime(since) > ProcessCluster.Patience;
                return record.Status != RunStatus.Running ? record
                    : standsStill ? throw new TimeoutException($"{name} has stood still since the checkpoint of tick {committed}\n{cluster.Transcript}")
                    : null;
            },
            $"{name} does not end",
            PatienceForEnd);
    }

    /// <summary>Waits for its end, which must be what comes of its market in one process, without a fault.</summary>
    /// <param name="minRecoveries">So many must have been needed, or the test did not do what it should.</param>
    public async Task EndsAsExpectedAsync(int minRecoveries, int standInFloats)
    {
        RunRecord end = await EndAsync();
        (RunSummary expected, byte[] trades) = await market.ExpectedAsync(standInFloats);
        Assert.True(end.Status == RunStatus.Finished, $"{end.Status}: {end.Message}\n{cluster.Transcript}");
        Assert.True(end.Recoveries >= minRecoveries, $"only {end.Recoveries} recoveries\n{cluster.Transcript}");
        RunSummary summary = await SummaryAsync();
        Assert.Equal(expected.Fingerprint, summary.Fingerprint);
        Assert.Equal(expected.StateDigest, summary.StateDigest);
        Assert.Equal(trades, await OutputAsync(RunFolder.TradesFile));
    }

    /// <summary>Ticks at which new weights were published, as far as they are committed, of all policies.</summary>
    public async Task<IReadOnlyList<long>> PublicationsAsync()
    {
        string[][] rows = [.. Encoding.UTF8.GetString(await OutputAsync(RunFolder.LearningFile)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(','))];
        if (rows.Length == 0)
        {
            return [];
        }

        int tick = Array.IndexOf(rows[0], "tick");
        int figure = Array.IndexOf(rows[0], "name");
        return [.. rows.Skip(1).Where(row => row[figure] == "weights_version").Select(row => long.Parse(row[tick], CultureInfo.InvariantCulture))];
    }

    /// <summary>Waits until weights that were published after a tick are committed.</summary>
    public Task LearnsAfterAsync(long tick) => cluster.UntilAsync(
        async () => await ReadAsync() is { Status: RunStatus.Running }
            ? (await PublicationsAsync()).Any(published => published > tick) ? "yes" : null
            : throw new InvalidOperationException($"{name} was over too early"),
        $"nothing was learned after tick {tick}");

    /// <summary>Brings the finished run into a folder.</summary>
    public Task<FetchedRun> FetchAsync(string folder) => new RunFetcher(cluster.Store).FetchAsync(name, folder);

    private async Task<byte[]> OutputAsync(string file)
    {
        using var content = new MemoryStream();
        await foreach (ReadOnlyMemory<byte> piece in cluster.Store.ReadOutputAsync(name, file))
        {
            content.Write(piece.Span);
        }

        return content.ToArray();
    }
}

/// <summary>How long a run took after a fault.</summary>
/// <param name="FirstTick">Until it opened a tick again.</param>
/// <param name="SameTick">Until it was back at the tick before the fault.</param>
internal sealed record Recuperation(TimeSpan FirstTick, TimeSpan SameTick)
{
    public override string ToString() => $"first tick after {FirstTick.TotalSeconds:0.00} s, back at the tick of the fault after {SameTick.TotalSeconds:0.00} s";
}
