namespace MarketSim.Learning.Training.Callbacks;

/// <summary>Ends the training when the mean return of its last episodes has reached a goal.</summary>
/// <param name="meanReturn">The goal.</param>
/// <param name="episodes">Episodes that must have ended before.</param>
public sealed class StopAtReturnCallback(double meanReturn, int episodes = 100) : TrainingCallback
{
    /// <inheritdoc/>
    public override bool AfterUpdate(LearningAlgorithm algorithm, TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        return algorithm.Episodes.Episodes < episodes || !(algorithm.Episodes.MeanReturn >= meanReturn);
    }
}
