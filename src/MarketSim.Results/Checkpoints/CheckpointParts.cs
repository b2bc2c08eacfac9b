namespace MarketSim.Results.Checkpoints;

/// <summary>The contents of some parts of a checkpoint, found by name; what a participant restores itself from.</summary>
public sealed class CheckpointParts
{
    private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);

    private CheckpointParts()
    {
    }

    /// <summary>The bytes of a part.</summary>
    /// <exception cref="CheckpointException">The part was not read.</exception>
    public byte[] this[string name] => _contents.TryGetValue(name, out byte[]? content)
        ? content
        : throw new CheckpointException($"The part {name} of the checkpoint was not read: it belongs to another scenario.");

    /// <summary>Reads parts from a store.</summary>
    /// <param name="names">As <see cref="PartNames"/> gives them.</param>
    /// <exception cref="CheckpointException">The checkpoint has no such part, or it is damaged.</exception>
    public static async Task<CheckpointParts> ReadAsync(ICheckpointStore store, CheckpointManifest manifest, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(manifest);
        IReadOnlyList<byte[]> contents = await store.ReadAsync([.. names.Select(manifest.Part)]).ConfigureAwait(false);
        var parts = new CheckpointParts();
        foreach ((string name, byte[] content) in names.Zip(contents))
        {
            parts._contents.Add(name, content);
        }

        return parts;
    }
}
