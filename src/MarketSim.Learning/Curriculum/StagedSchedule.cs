using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Curriculum;

/// <summary>Stages one after the other, with a share of earlier ones: by evaluation, or by the number of steps.</summary>
internal sealed class StagedSchedule(CurriculumOptions options, Func<long> plannedSteps) : ISchedule
{
    private readonly ProgressionRule _rule = new(options);
    private int? _chosen;

    public bool NeedsTraces => false;

    public int StageAt(long steps) => _chosen ?? options.Schedule switch
    {
        CurriculumSchedule.Manual => options.ManualSteps.Count(begin => begin <= steps),
        CurriculumSchedule.Linear => (int)Math.Min(options.NumStages - 1, steps * options.NumStages / Math.Max(1, plannedSteps())),
        _ => _rule.Stage,
    };

    /// <summary>Selects this stage from now on, instead of the schedule's.</summary>
    public void Choose(int stage) => _chosen = stage;

    public EpisodePlan Next(long steps, ref RandomStream random)
    {
        int stage = StageAt(steps);
        bool isReplay = stage > 0 && random.NextDouble() < options.ReplayShare;
        return new EpisodePlan(options.DifficultyOf(isReplay ? random.NextInt32(stage) : stage), Seed: null, isReplay, _rule.Moves);
    }

    public StageEvaluation? Ended(EndedEpisode episode) =>
        options.Schedule is CurriculumSchedule.Automatic && _chosen is null && !episode.Plan.IsReplay && episode.Plan.Moves == _rule.Moves
            ? _rule.Add(episode.Score, episode.Steps)
            : null;

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.WriteInt64(_chosen ?? -1);
        _rule.Save(writer);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        _chosen = reader.ReadInt32() is >= 0 and var stage ? stage : null;
        _rule.Restore(ref reader);
    }
}
