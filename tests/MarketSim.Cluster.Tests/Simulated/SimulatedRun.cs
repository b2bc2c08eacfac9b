using MarketSim.Cluster.Store;
using MarketSim.Cluster.Tests.Simulated.Oracle;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Cluster.Tests.Simulated;

/// <summary>One of the runs of a simulated cluster, what was accepted of it, and what must come of it.</summary>
internal sealed record SimulatedRun(Scenario Scenario, FaultFreeRun Expected, WriteRecord Record)
{
    public RunSubmission Submission => new(Record.Run, ScenarioWriter.Write(Scenario), Scenario.Digest(), MostNodes: 0, Sweep: null);

    /// <param name="seed">Of the market and its checkpoints.</param>
    public static SimulatedRun Of(WriteRecord record, ulong seed, WorldVariant variant)
    {
        Scenario scenario = variant.Trains ? SimulatedMarket.SchoolOf(seed) : SimulatedMarket.Of(seed);
        scenario = scenario with { Checkpoint = variant.Checkpoint ?? scenario.Checkpoint };
        var expected = FaultFreeRun.Of(scenario);
        record.Expected = expected.StateDigests;
        return new SimulatedRun(scenario, expected, record);
    }

    /// <summary>What is wrong with it, in sentences.</summary>
    public IEnumerable<string> Judge(IClusterStore store)
    {
        foreach (string violation in Record.Violations)
        {
            yield return violation;
        }

        if (Record.Failure is { } failure)
        {
            yield return $"{Record.Run} ended as failed: {failure}";
        }

        foreach (string difference in Record.IsFinished ? Differences(store) : [])
        {
            yield return $"{Record.Run}: {difference}";
        }
    }

    private IEnumerable<string> Differences(IClusterStore store)
    {
        CheckpointManifest manifest = store.ReadLatestAsync(Record.Run).GetAwaiter().GetResult()!;
        if (manifest.Summary!.Fingerprint != Expected.Fingerprint)
        {
            yield return $"the fingerprint is {manifest.Summary.Fingerprint}, that of the fault-free run {Expected.Fingerprint}";
        }

        if (manifest.StateDigest() != Expected.StateDigest)
        {
            yield return $"the state digest is {manifest.StateDigest()}, that of the fault-free run {Expected.StateDigest}";
        }

        if (!Output(store, RunFolder.TradesFile).AsSpan().SequenceEqual(Expected.Trades))
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
