using MarketSim.Cluster.ParticipantHosts;
using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Simulated.Oracle;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Scenarios;
using MarketSim.Simulation.Training;

namespace MarketSim.Cluster.Tests.Simulated;

/// <summary>One of the runs of a simulated cluster, what was accepted of it, and what must come of it.</summary>
/// <param name="Expected">Null while nobody knows it: of a run whose learners do not wait it is what its log replays to.</param>
internal sealed record SimulatedRun(Scenario Scenario, FaultFreeRun? Expected, WriteRecord Record)
{
    public RunSubmission Submission => new(Record.Run, ScenarioWriter.Write(Scenario), Scenario.Digest(), MaxNodes: 0, Sweep: null);

    /// <param name="seed">Of the market and its checkpoints.</param>
    public static SimulatedRun Of(WriteRecord record, ulong seed, WorldVariant variant)
    {
        Scenario scenario = variant.Training is { } mode ? SimulatedMarket.LearningMarketOf(seed, mode) : SimulatedMarket.Of(seed);
        scenario = scenario with { Checkpoint = variant.Checkpoint ?? scenario.Checkpoint };
        if (variant.Training is TrainingMode.Async)
        {
            return new SimulatedRun(scenario, Expected: null, record);
        }

        var expected = FaultFreeRun.Of(scenario);
        record.Expected = expected.StateDigests;
        return new SimulatedRun(scenario, expected, record);
    }

    /// <summary>What is wrong with it, in sentences.</summary>
    public IEnumerable<string> Judge(IClusterStore store)
    {
        FaultFreeRun? expected = Expected ?? (Record.IsFinished ? Replay(store) : null);
        foreach (string violation in Record.Violations.Concat(Expected is null && expected is not null ? Record.Unlike(expected.StateDigests) : []))
        {
            yield return violation;
        }

        if (Record.Failure is { } failure)
        {
            yield return $"{Record.Run} ended as failed: {failure}";
        }

        foreach (string difference in Record.IsFinished ? Differences(store, expected!) : [])
        {
            yield return $"{Record.Run}: {difference}";
        }
    }

    /// <summary>The log of a run whose learners do not wait, as of its latest manifest.</summary>
    public ReplayLog Log(IClusterStore store)
    {
        CheckpointManifest manifest = store.ReadLatestAsync(Record.Run).GetAwaiter().GetResult()!;
        return ReplayLog.OfAsync(Record.Run, Scenario, new HostCheckpointStore(store, Record.Run, epoch: 0), manifest).GetAwaiter().GetResult();
    }

    private FaultFreeRun Replay(IClusterStore store) => FaultFreeRun.CarryOut(Scenario, SimulatedMarket.StandIn, everyTicks: 1, Log(store));

    private IEnumerable<string> Differences(IClusterStore store, FaultFreeRun expected)
    {
        CheckpointManifest manifest = store.ReadLatestAsync(Record.Run).GetAwaiter().GetResult()!;
        if (manifest.Summary!.Fingerprint != expected.Fingerprint)
        {
            yield return $"the fingerprint is {manifest.Summary.Fingerprint}, that of the fault-free run {expected.Fingerprint}";
        }

        if (manifest.StateDigest() != expected.StateDigest)
        {
            yield return $"the state digest is {manifest.StateDigest()}, that of the fault-free run {expected.StateDigest}";
        }

        if (!Output(store, RunFolder.TradesFile).AsSpan().SequenceEqual(expected.Trades))
        {
            yield return "the bytes of trades.csv differ from those of the fault-free run";
        }
    }

    private byte[] Output(IClusterStore store, string file)
    {
        var bytes = new List<byte>();
        IAsyncEnumerator<ReadOnlyMemory<byte>> pieces = store.ReadOutputAsync(Record.Run, file).GetAsyncEnumerator();
        while (pieces.MoveNextAsync().AsTask().GetAwaiter().GetResult())
        {
            bytes.AddRange(pieces.Current.Span);
        }

        return [.. bytes];
    }
}
