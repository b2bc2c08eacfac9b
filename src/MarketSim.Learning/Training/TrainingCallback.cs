namespace MarketSim.Learning.Training;

/// <summary>A user's code between the updates of a training. It must not change the training's random streams or environments.</summary>
public abstract class TrainingCallback
{
    /// <summary>Called before the first update of a call of Learn.</summary>
    public virtual void Begin(LearningAlgorithm algorithm, long totalSteps)
    {
    }

    /// <returns>False ends the training.</returns>
    public virtual bool AfterUpdate(LearningAlgorithm algorithm, TrainingProgress progress) => true;

    /// <summary>Called after the last update of a call of Learn, also when it failed.</summary>
    public virtual void End(LearningAlgorithm algorithm)
    {
    }
}
