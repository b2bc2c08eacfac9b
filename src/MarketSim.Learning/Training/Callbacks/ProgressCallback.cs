namespace MarketSim.Learning.Training.Callbacks;

/// <summary>Tells how far the training is.</summary>
/// <param name="report">Gets steps, total, pace and the mean return of the last episodes (NaN before the first).</param>
/// <param name="everySteps">Environment steps between reports.</param>
public sealed class ProgressCallback(Action<TrainingProgress, double> report, long everySteps) : TrainingCallback
{
    private long _nextAt;

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
        if (progress.Steps >= _nextAt)
        {
            _nextAt = ((progress.Steps / everySteps) + 1) * everySteps;
            report(progress, algorithm.Episodes.MeanReturn);
        }

        return true;
    }
}
