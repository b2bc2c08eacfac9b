using System.Security.Cryptography;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Store;

/// <summary>Names contents by their SHA-256, in lower-case hexadecimal, and holds them to it.</summary>
internal static class PartDigest
{
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static PartReference Reference(PartContent part) => new(part.Name, Of(part.Content.Span), part.Content.Length);

    /// <param name="content">Null when the store has none.</param>
    /// <exception cref="CheckpointException">There is none, or its digest is another.</exception>
    public static byte[] Check(string run, PartReference part, byte[]? content)
    {
        if (content is null)
        {
            throw new CheckpointException($"The part {part.Name} of run {run} is missing ({part.Sha256}). Restore the store from a backup.");
        }

        return Of(content) == part.Sha256
            ? content
            : throw new CheckpointException($"The part {part.Name} of run {run} is damaged: its content does not have the digest {part.Sha256}. Restore the store from a backup.");
    }
}
