using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Simulated.Oracle;

/// <summary>
/// Watches every lease of one run that the store grants and every write that it accepts. Epochs only rise, each has one holder, and once an epoch has been granted
/// nothing of an earlier one is accepted any more; every manifest is what the fault-free run had at that tick.
/// </summary>
internal sealed class WriteRecord(SimulatedWorld world, string run)
{
    private readonly List<string> _violations = [];
    private readonly List<(long Tick, string StateDigest)> _manifests = [];
    private long _epoch;
    private string _holder = string.Empty;
    private long _committedTick = -1;

    public string Run => run;

    public IReadOnlyList<string> Violations => _violations;

    public bool IsOver => IsFinished || Failure is not null;

    /// <summary>Epochs granted.</summary>
    public long Epochs { get; private set; }

    public int Commits { get; private set; }

    /// <summary>Recoveries by raising the epoch.</summary>
    public int Raises { get; private set; }

    public bool IsFinished { get; private set; }

    /// <summary>Why the run ended as failed; null when it did not.</summary>
    public string? Failure { get; set; }

    /// <summary>State digests of the fault-free run by tick.</summary>
    public IReadOnlyDictionary<long, string>? Expected { get; set; }

    /// <summary>Who leads, by process; empty before the first lease.</summary>
    public string LeaderProcess => _holder;

    /// <summary>The furthest tick that a leader has spoken of.</summary>
    public long LatestTick { get; private set; } = -1;

    public void Granted(RunLease lease, bool isRaise)
    {
        if (lease.Epoch <= _epoch)
        {
            Violate($"epoch {lease.Epoch} was granted to {lease.Holder} after epoch {_epoch} to {_holder}");
        }

        _epoch = lease.Epoch;
        _holder = lease.Holder;
        Epochs++;
        Raises += isRaise ? 1 : 0;
    }

    public void Accepted(string write, long epoch, string? holder)
    {
        if (epoch != _epoch || (holder is not null && holder != _holder))
        {
            Violate($"{write} of epoch {epoch} by {holder ?? "a host"} was accepted; epoch {_epoch} was granted to {_holder} before");
        }

        if (IsFinished)
        {
            Violate($"{write} of epoch {epoch} was accepted after the run was finished");
        }
    }

    public void Committed(RunLease lease, CheckpointManifest manifest)
    {
        Accepted("a commit", lease.Epoch, lease.Holder);
        Commits++;
        if (manifest.Tick < _committedTick)
        {
            Violate($"tick {manifest.Tick} was committed after tick {_committedTick}");
        }

        _committedTick = manifest.Tick;
        (long Tick, string StateDigest) accepted = (manifest.Tick, manifest.StateDigest());
        _manifests.Add(accepted);
        if (Expected is { } expected && IsUnlike(expected, accepted))
        {
            Violate(Unlike(accepted.Tick));
        }

        IsFinished = manifest.Status == RunStatus.Finished;
    }

    public void Reported(RunLease lease, RunPosition position)
    {
        Accepted("a report", lease.Epoch, lease.Holder);
        LatestTick = Math.Max(LatestTick, position.Tick);
    }

    public void Failed(RunLease lease, string message)
    {
        Accepted("a failure", lease.Epoch, lease.Holder);
        Failure = message;
    }

    /// <summary>What is wrong with the manifests of a run of which nobody knew what to expect until it was over.</summary>
    /// <param name="expected">State digests by tick.</param>
    public IEnumerable<string> Unlike(IReadOnlyDictionary<long, string> expected) =>
        _manifests.Where(manifest => IsUnlike(expected, manifest)).Select(manifest => $"{run}: {Unlike(manifest.Tick)}");

    private static bool IsUnlike(IReadOnlyDictionary<long, string> expected, (long Tick, string StateDigest) manifest) =>
        manifest.Tick >= 0 && (!expected.TryGetValue(manifest.Tick, out string? digest) || digest != manifest.StateDigest);

    private static string Unlike(long tick) => $"the manifest after tick {tick} does not hold the state of the fault-free run";

    private void Violate(string what)
    {
        _violations.Add($"{run}: {what}");
        world.Trace.Note($"VIOLATION of {run}: {what}");
    }
}
