using System.Security.Cryptography;
using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store;

/// <summary>Things to store.</summary>
internal static class Stored
{
    public static RunSubmission Submission(string run) => new(run, $"name: {run}\nseed: 7\n", "5c3a", MaxNodes: 3, Sweep: null);

    /// <summary>The same bytes for the same seed; hardly compressible.</summary>
    public static byte[] Bytes(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static PartContent Part(string name, int seed, int length = 5_000) => new(name, Bytes(seed, length));

    public static PartReference Reference(PartContent part) => new(part.Name, Digest(part.Content.Span), part.Content.Length);

    public static string Digest(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static CheckpointManifest Manifest(long tick, params IReadOnlyList<PartContent> parts) =>
        new(CheckpointManifest.CurrentFormat, "5c3a", tick, RunStatus.Running, [.. parts.Select(Reference)], [], WallSeconds: 1.5);

    public static Recovery Recovery(long epoch) => new(epoch, RecoveryCause.NodeFailure, "alpha", Tick: 41, CommittedTick: 30, "alpha is gone");

    public static RunSummary Summary(RunStatus status) => new()
    {
        Version = "0.1.0",
        Scenario = "test",
        Seed = ulong.MaxValue,
        Fingerprint = "f1",
        FingerprintEvery1000 = ["f0"],
        FingerprintSpacingTicks = 1_000,
        StateDigest = "d1",
        Ticks = 12,
        Agents = 3,
        Orders = 4,
        Trades = 5,
        Volume = 6.5m,
        Messages = 7,
        WallSeconds = 8.25,
        Status = status,
        Symbol = "ABC",
        TickSize = 0.01m,
        LotSize = 1,
        TickNanoseconds = 1_000,
        OpenSeconds = 0,
        CloseSeconds = 1,
        AgentFailures = 0,
        Notes = ["One note."],
    };
}
