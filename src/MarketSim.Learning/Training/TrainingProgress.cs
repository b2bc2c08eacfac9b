namespace MarketSim.Learning.Training;

/// <summary>The progress of a training.</summary>
/// <param name="Steps">Environment steps taken.</param>
/// <param name="TotalSteps">Environment steps when it is done.</param>
/// <param name="StepsPerSecond">Since this call of Learn began; null without a clock.</param>
public readonly record struct TrainingProgress(long Steps, long TotalSteps, double? StepsPerSecond)
{
    /// <summary>Share that is done, 0 to 1.</summary>
    public double Done => Math.Min(1, (double)Steps / TotalSteps);

    /// <summary>Seconds that are left at this pace; null without a clock.</summary>
    public double? SecondsLeft => StepsPerSecond is { } rate ? Math.Max(0, TotalSteps - Steps) / rate : null;
}
