using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Store;

/// <summary>Holds files that scenarios name to their digests.</summary>
internal static class ScenarioFiles
{
    /// <summary>Usual maximum length of a file in bytes; a reader does not know the length beforehand and allows time for this one.</summary>
    public const int UsualLength = 64 << 20;

    /// <exception cref="ArgumentException">The content has another digest.</exception>
    public static void CheckDigest(string sha256, ReadOnlyMemory<byte> content)
    {
        string digest = PartDigest.Of(content.Span);
        if (digest != sha256)
        {
            throw new ArgumentException($"The file has the digest {digest}, not {sha256}.", nameof(content));
        }
    }

    /// <exception cref="CheckpointException">The content has another digest.</exception>
    public static byte[] Checked(string sha256, byte[] content) => PartDigest.Of(content) == sha256
        ? content
        : throw new CheckpointException($"The stored file {sha256} is damaged: its content has another digest. Submit the scenario again to a new database, or restore this one from a backup.");
}
