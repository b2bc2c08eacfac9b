using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Curriculum;

/// <summary>Decides how difficult episodes are.</summary>
internal interface ISchedule
{
    /// <summary>True when the schedule reads the observations and rewards of episodes.</summary>
    bool NeedsTraces { get; }

    /// <param name="steps">Environment steps of the training so far.</param>
    EpisodePlan Next(long steps, ref RandomStream random);

    /// <returns>Null for no evaluation.</returns>
    StageEvaluation? Ended(EndedEpisode episode);

    void Save(MessagePackWriter writer);

    void Restore(ref MessagePackReader reader);
}
