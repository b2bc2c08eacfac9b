using MarketSim.Results;

namespace MarketSim.Cluster.Clients;

/// <summary>A folder that is filled beside the place where it belongs, and gets its name only when it is whole.</summary>
internal sealed class UnfinishedFolder : IDisposable
{
    private readonly string _target;
    private readonly string _path;

    /// <param name="target">A folder that is empty: see <see cref="RunFolder.Create"/>.</param>
    public UnfinishedFolder(string target)
    {
        _target = target;
        _path = $"{target}.fetching";
        Delete(_path);
        Directory.CreateDirectory(target);
        Content = RunFolder.Create(_path);
    }

    public RunFolder Content { get; }

    public void Complete()
    {
        // Only an empty folder is deleted here: what somebody put there meanwhile stays, and the fetch fails.
        Directory.Delete(_target);
        Directory.Move(_path, _target);
    }

    /// <summary>Deletes the unfinished folder, unless it was completed.</summary>
    public void Dispose()
    {
        Delete(_path);
        if (Directory.Exists(_target) && !Directory.EnumerateFileSystemEntries(_target).Any())
        {
            Directory.Delete(_target);
        }
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
