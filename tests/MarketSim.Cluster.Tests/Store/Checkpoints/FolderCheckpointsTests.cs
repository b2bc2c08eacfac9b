using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store.Checkpoints;

public sealed class FolderCheckpointsTests : CheckpointStoreSuite
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("marketsim-checkpoints-");
    private readonly List<FolderCheckpointStore> _stores = [];

    public override Task DisposeAsync()
    {
        _stores.ForEach(store => store.Dispose());
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    protected override Task<ICheckpointStore> OpenAsync()
    {
        _stores.Add(new FolderCheckpointStore(_folder.FullName, Keep));
        return Task.FromResult<ICheckpointStore>(_stores[^1]);
    }

    /// <summary>The part that was written last ends its segment.</summary>
    protected override Task DamageAsync(PartReference part) => ChangeAsync("*.parts", content => content[^1] ^= 1);

    protected override Task LoseAsync(PartReference part)
    {
        File.Delete(Newest("*.parts"));
        return Task.CompletedTask;
    }

    protected override Task DamageManifestAsync() => ChangeAsync("*.manifest", content => content[content.Length / 2] ^= 1);

    private async Task ChangeAsync(string pattern, Action<byte[]> change)
    {
        string path = Newest(pattern);
        byte[] content = await File.ReadAllBytesAsync(path);
        change(content);
        await File.WriteAllBytesAsync(path, content);
    }

    private string Newest(string pattern) => _folder.EnumerateFiles(pattern).Select(file => file.FullName).Order(StringComparer.Ordinal).Last();
}
