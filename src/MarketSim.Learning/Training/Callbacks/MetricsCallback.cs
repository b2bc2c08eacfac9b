using MarketSim.Learning.Monitoring;

namespace MarketSim.Learning.Training.Callbacks;

/// <summary>
/// Records the figures of the training every so many steps, and lets viewers see them: at most every two seconds where the training has a clock,
/// otherwise each time; and at the end, also of a training that failed.
/// </summary>
/// <param name="sink">Destination; stays open.</param>
/// <param name="everySteps">Environment steps between records; 1 for after every update.</param>
/// <param name="withRate">Records steps per second too, where there is a clock: then files of equal trainings differ.</param>
public sealed class MetricsCallback(IMetricsSink sink, long everySteps = 1, bool withRate = false) : TrainingCallback
{
    private static readonly TimeSpan FlushPeriod = TimeSpan.FromSeconds(2);
    private long _nextAt;
    private long? _flushedAt;

    /// <inheritdoc/>
    public override void Begin(LearningAlgorithm algorithm, long totalSteps)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentOutOfRangeException.ThrowIfLessThan(everySteps, 1);
        _nextAt = ((algorithm.Steps / everySteps) + 1) * everySteps;
    }

    /// <inheritdoc/>
    public override bool AfterUpdate(LearningAlgorithm algorithm, TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        if (progress.Steps < _nextAt)
        {
            return true;
        }

        _nextAt = ((progress.Steps / everySteps) + 1) * everySteps;
        if (algorithm.Episodes.Episodes > 0)
        {
            sink.Record("rollout/episode_reward_mean", algorithm.Episodes.MeanReturn, progress.Steps);
            sink.Record("rollout/episode_length_mean", algorithm.Episodes.MeanLength, progress.Steps);
        }

        foreach ((string name, double value) in algorithm.Figures)
        {
            sink.Record(name, value, progress.Steps);
        }

        if (withRate && progress.StepsPerSecond is { } rate)
        {
            sink.Record("time/steps_per_second", rate, progress.Steps);
        }

        FlushWhenDue(algorithm.Time);
        return true;
    }

    /// <inheritdoc/>
    public override void End(LearningAlgorithm algorithm) => sink.Flush();

    private void FlushWhenDue(TimeProvider? time)
    {
        if (time is not null && _flushedAt is { } at && time.GetElapsedTime(at) < FlushPeriod)
        {
            return;
        }

        sink.Flush();
        _flushedAt = time?.GetTimestamp();
    }
}
