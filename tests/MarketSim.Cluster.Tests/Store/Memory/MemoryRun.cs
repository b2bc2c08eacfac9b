using MarketSim.Cluster.Store;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;

namespace MarketSim.Cluster.Tests.Store.Memory;

/// <summary>All that an <see cref="InMemoryClusterStore"/> knows of a run.</summary>
internal sealed class MemoryRun(RunSubmission submission, TimeSpan submittedAt)
{
    public RunSubmission Submission => submission;

    public TimeSpan SubmittedAt { get; } = submittedAt;

    public string? Holder { get; set; }

    public long Epoch { get; set; }

    /// <summary>When its holder reported last, took the lead, or gave it up; when it was submitted, before the first lease.</summary>
    public TimeSpan ReportedAt { get; set; } = submittedAt;

    public RunPosition Position { get; set; } = RunPosition.Start;

    public string? Progress { get; set; }

    public RunStatus Status { get; set; } = RunStatus.Running;

    public string Message { get; set; } = string.Empty;

    public string? FailureSummary { get; set; }

    public string? Build { get; set; }

    public bool IsStopRequested { get; set; }

    /// <summary>By epoch.</summary>
    public SortedDictionary<long, Recovery> Recoveries { get; } = [];

    /// <summary>Parts, manifests and output.</summary>
    public MemoryCheckpoints Checkpoints { get; } = new(submission.Run);

    public bool IsHeldBy(RunLease lease) => Holder == lease.Holder && Epoch == lease.Epoch;

    public void GiveUp(TimeSpan now)
    {
        Holder = null;
        ReportedAt = now;
    }
}
