using MarketSim.Agents.PolicyTrading;
using MarketSim.Engine.Episodes;
using MarketSim.Learning.Curriculum;
using MarketSim.Learning.Rollouts;
using MarketSim.Market.Orders;

namespace MarketSim.Engine.Participants;

/// <summary>A message from one participant of a training to others. Within a process the object itself is passed, so it must not change after it was sent.</summary>
public abstract record TrainingMessage;

/// <summary>To all participants that hold a policy: its new weights.</summary>
public sealed record PublishedWeights(string Policy, PolicyVersion Version, ReadOnlyMemory<float> Weights) : TrainingMessage;

/// <summary>To a learner: segments of agents of its policy.</summary>
public sealed record TrajectoryBatch(IReadOnlyList<TrajectorySegment> Segments) : TrainingMessage;

/// <summary>To the market: the results of an episode for some agents.</summary>
public sealed record EpisodeResults(IReadOnlyList<EpisodeRow> Rows) : TrainingMessage;

/// <summary>To the market: a learner's figures of an update at a tick, or its controller's figures, under the learner's index.</summary>
/// <remarks>The order is total: a controller and its learner may both report at one tick.</remarks>
/// <param name="Learner">Index of its policy.</param>
/// <param name="Version">Version of its weights afterwards.</param>
/// <param name="Figures">In the order in which they are written to tables.</param>
/// <param name="Note">A caveat for readers of the results; empty for none.</param>
public sealed record LearnerRow(long Tick, int Learner, PolicyVersion Version, IReadOnlyList<(string Name, double Value)> Figures, string Note)
    : TrainingMessage, IComparable<LearnerRow>
{
    /// <inheritdoc/>
    public int CompareTo(LearnerRow? other)
    {
        if (other is null)
        {
            return 1;
        }

        int order = (Tick, Learner, Version.WeightsVersion, Version.Version).CompareTo((other.Tick, other.Learner, other.Version.WeightsVersion, other.Version.Version));
        for (int i = 0; order == 0 && i < Math.Min(Figures.Count, other.Figures.Count); i++)
        {
            order = string.CompareOrdinal(Figures[i].Name, other.Figures[i].Name);
            order = order == 0 ? Figures[i].Value.CompareTo(other.Figures[i].Value) : order;
        }

        order = order == 0 ? Figures.Count.CompareTo(other.Figures.Count) : order;
        return order == 0 ? string.CompareOrdinal(Note, other.Note) : order;
    }
}

/// <summary>To the market and to all participants: the stages of an episode.</summary>
/// <param name="IsEvaluated">Whether opponents of the evaluated groups keep their weights until the evaluation is over.</param>
/// <param name="Stages">By replica, the main market first; from 0.</param>
public sealed record EpisodeStages(int Episode, bool IsEvaluated, IReadOnlyList<int> Stages) : TrainingMessage;

/// <summary>To the market: the curriculum has evaluated a stage.</summary>
/// <param name="Episode">The last one of the evaluation.</param>
public sealed record StageEvaluated(int Episode, StageEvaluation Evaluation) : TrainingMessage, IComparable<StageEvaluated>
{
    /// <inheritdoc/>
    public int CompareTo(StageEvaluated? other) => other is null ? 1 : (Episode, Evaluation.Number).CompareTo((other.Episode, other.Evaluation.Number));
}

/// <summary>To the market: the fingerprint of an episode of a replica.</summary>
/// <param name="Value">32 bytes.</param>
public sealed record ReplicaFingerprint(int Replica, ReadOnlyMemory<byte> Value) : TrainingMessage, IComparable<ReplicaFingerprint>
{
    /// <inheritdoc/>
    public int CompareTo(ReplicaFingerprint? other) => other is null ? 1 : Replica.CompareTo(other.Replica);
}

/// <summary>Consecutive steps of one agent, as its learner receives them. Learners train on them in order of (tick, replica, agent).</summary>
/// <param name="Tick">The tick at which the last step's reward was known.</param>
/// <param name="Replica">0 for the main market.</param>
/// <param name="WeightsVersion">Number of the weights that took the first step, from 0 for the initial ones; later steps may have newer ones.</param>
public sealed record TrajectorySegment(long Tick, int Replica, AccountId Account, long WeightsVersion, Trajectory Trajectory) : IComparable<TrajectorySegment>
{
    /// <summary>The weights version of an expert's segments: no weights of the run took their steps, so that they are never too old.</summary>
    public const long OfExpert = long.MaxValue;

    /// <inheritdoc/>
    public int CompareTo(TrajectorySegment? other) => other is null ? 1 : Key.CompareTo(other.Key);

    private (long Tick, int Replica, AccountId Account) Key => (Tick, Replica, Account);
}

/// <summary>A message from one participant to others, through the market: it arrives at the next tick and makes its recipients due then.</summary>
public sealed record ParticipantMessage(ParticipantAddress To, TrainingMessage Content);
