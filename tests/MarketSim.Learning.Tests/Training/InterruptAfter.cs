using MarketSim.Learning.Training;

namespace MarketSim.Learning.Tests.Training;

/// <summary>Ends a training early.</summary>
internal sealed class InterruptAfter(long steps) : TrainingCallback
{
    public override bool AfterUpdate(LearningAlgorithm algorithm, TrainingProgress progress) => progress.Steps < steps;
}
