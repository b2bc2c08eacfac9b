namespace MarketSim.Results.Checkpoints;

/// <summary>The contents of some parts of a checkpoint, found by name.</summary>
internal sealed class CheckpointParts
{
    private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);

    private CheckpointParts()
    {
    }

    /// <exception cref="CheckpointException">The part was not read.</exception>
    public byte[] this[string name] => _contents.TryGetValue(name, out byte[]? content)
        ? content
        : throw new CheckpointException($"The part {name} of the checkpoint was not read: it belongs to another scenario.");

    /// <exception cref="CheckpointException">The checkpoint has no such part, or it is damaged.</exception>
    public static async Task<CheckpointParts> ReadAsync(ICheckpointStore store, CheckpointManifest manifest, IReadOnlyList<string> names)
    {
        IReadOnlyList<byte[]> contents = await store.ReadAsync([.. names.Select(manifest.Part)]).ConfigureAwait(false);
        var parts = new CheckpointParts();
        foreach ((string name, byte[] content) in names.Zip(contents))
        {
            parts._contents.Add(name, content);
        }

        return parts;
    }
}
