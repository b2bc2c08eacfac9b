namespace MarketSim.Simulation.Training;

/// <summary>What participants have reported to the market within a tick. Reports come in any order, and are taken out in one that does not depend on it.</summary>
internal sealed class TrainingNotes
{
    private readonly List<EpisodeRow> _episodes = [];
    private readonly List<LearnerRow> _learners = [];
    private readonly List<ReplicaFingerprint> _fingerprints = [];

    public void Add(EpisodeRow row) => _episodes.Add(row);

    public void Add(LearnerRow row) => _learners.Add(row);

    public void Add(ReplicaFingerprint fingerprint) => _fingerprints.Add(fingerprint);

    public IReadOnlyList<EpisodeRow> TakeEpisodes() => Take(_episodes);

    public IReadOnlyList<LearnerRow> TakeLearners() => Take(_learners);

    public IReadOnlyList<ReplicaFingerprint> TakeFingerprints() => Take(_fingerprints);

    private static IReadOnlyList<T> Take<T>(List<T> rows)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        rows.Sort();
        T[] taken = [.. rows];
        rows.Clear();
        return taken;
    }
}

/// <summary>What an episode of a copy of the market came to.</summary>
/// <param name="Value">32 bytes.</param>
internal sealed record ReplicaFingerprint(int Replica, byte[] Value) : IComparable<ReplicaFingerprint>
{
    public int CompareTo(ReplicaFingerprint? other) => other is null ? 1 : Replica.CompareTo(other.Replica);
}
