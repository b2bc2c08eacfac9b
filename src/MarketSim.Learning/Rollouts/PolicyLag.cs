namespace MarketSim.Learning.Rollouts;

/// <summary>The age in versions of the weights that took the steps of an update, and the steps that were too old to be used.</summary>
internal sealed class PolicyLag
{
    private long _steps;
    private long _weightedSum;

    /// <summary>Steps refused so far because their weights were too old.</summary>
    public long DroppedSteps { get; private set; }

    /// <summary>Largest lag of a step since <see cref="Begin"/>.</summary>
    public long Maximum { get; private set; }

    /// <summary>Mean over the steps since <see cref="Begin"/>; 0 without any.</summary>
    public double Mean => _steps == 0 ? 0 : (double)_weightedSum / _steps;

    public void Begin()
    {
        _steps = 0;
        _weightedSum = 0;
        Maximum = 0;
    }

    public void Add(long lag, int steps)
    {
        _steps += steps;
        _weightedSum += lag * steps;
        Maximum = Math.Max(Maximum, lag);
    }

    public void Drop(int steps) => DroppedSteps += steps;

    public void Restore(long droppedSteps) => DroppedSteps = droppedSteps;
}
