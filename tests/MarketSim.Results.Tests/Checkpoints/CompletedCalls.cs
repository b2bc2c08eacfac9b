using MarketSim.Results.Checkpoints;

namespace MarketSim.Results.Tests.Checkpoints;

/// <summary>Calls of a store that is done when the call returns, as a folder is.</summary>
internal static class CompletedCalls
{
    public static PartReference WritePart(this FolderCheckpointStore store, string name, ReadOnlySpan<byte> content) =>
        Result(store.WriteAsync([new PartContent(name, content.ToArray())]))[0];

    public static byte[] ReadPart(this FolderCheckpointStore store, PartReference part) => Result(store.ReadAsync([part]))[0];

    public static void Commit(this FolderCheckpointStore store, CheckpointManifest manifest)
    {
        Task commit = store.CommitAsync(manifest);
        Assert.True(commit.IsCompleted);
        commit.GetAwaiter().GetResult();
    }

    public static CheckpointManifest? ReadLatest(this FolderCheckpointStore store) => Result(store.ReadLatestAsync());

    private static T Result<T>(Task<T> task)
    {
        Assert.True(task.IsCompleted);
        return task.GetAwaiter().GetResult();
    }
}
