using MarketSim.Simulation.Output;

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
        Delete();
        Content = RunFolder.Create(_path);
    }

    public RunFolder Content { get; }

    public void Complete()
    {
        // Only an empty folder is deleted here: what somebody put there meanwhile stays, and the fetch fails.
        Directory.Delete(_target);
        Directory.Move(_path, _target);
    }

    public void Dispose() => Delete();

    private void Delete()
    {
        if (Directory.Exists(_path))
        {
            Directory.Delete(_path, recursive: true);
        }
    }
}
