using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;

namespace MarketSim.Engine;

/// <summary>The queue of messages to the market within a tick. They arrive in any order, and are drained sorted.</summary>
internal sealed class MarketInbox
{
    private readonly List<EpisodeRow> _episodes = [];
    private readonly List<LearnerRow> _learners = [];
    private readonly List<ReplicaFingerprint> _fingerprints = [];
    private readonly List<StageEvaluated> _evaluations = [];

    public bool IsEmpty => _episodes.Count == 0 && _learners.Count == 0 && _fingerprints.Count == 0 && _evaluations.Count == 0;

    /// <exception cref="InvalidOperationException">The message is not for the market: a bug.</exception>
    public void Add(TrainingMessage message)
    {
        switch (message)
        {
            case EpisodeResults results:
                _episodes.AddRange(results.Rows);
                break;
            case LearnerRow row:
                _learners.Add(row);
                break;
            case ReplicaFingerprint fingerprint:
                _fingerprints.Add(fingerprint);
                break;
            case StageEvaluated evaluated:
                _evaluations.Add(evaluated);
                break;
            default:
                throw new InvalidOperationException($"A {message.GetType().Name} is no message to the market.");
        }
    }

    public IReadOnlyList<EpisodeRow> DrainEpisodes() => Drain(_episodes);

    public IReadOnlyList<LearnerRow> DrainLearners() => Drain(_learners);

    public IReadOnlyList<ReplicaFingerprint> DrainFingerprints() => Drain(_fingerprints);

    public IReadOnlyList<StageEvaluated> DrainEvaluations() => Drain(_evaluations);

    private static IReadOnlyList<T> Drain<T>(List<T> rows)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        rows.Sort();
        T[] drained = [.. rows];
        rows.Clear();
        return drained;
    }
}
