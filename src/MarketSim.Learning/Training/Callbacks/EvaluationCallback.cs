using MarketSim.Learning.Environments.Vectors;

namespace MarketSim.Learning.Training.Callbacks;

/// <summary>Evaluates every so many steps and keeps the best model: its weights in memory and, where a path is given, its file.</summary>
/// <param name="environment">Not the one that is trained in.</param>
/// <param name="everySteps">Environment steps between evaluations.</param>
/// <param name="episodes">Per evaluation.</param>
/// <param name="seed">Of the episodes, the same each time, so that models are compared and not their luck; null for one that differs from the training's.</param>
/// <param name="bestPath">File of the best model; null for none. A resumed training replaces the file of its earlier part only by a better one.</param>
/// <param name="stopAtReturn">Ends the training when an evaluation has reached this mean; null never.</param>
public sealed class EvaluationCallback(
    IVectorEnvironment environment, long everySteps, int episodes = 10, ulong? seed = null, string? bestPath = null, double? stopAtReturn = null) : TrainingCallback
{
    private readonly List<EvaluationPoint> _history = [];
    private float[] _bestWeights = [];
    private long _nextAt;

    /// <summary>All evaluations so far.</summary>
    public IReadOnlyList<EvaluationPoint> History => _history;

    /// <summary>Mean return of the best model; minus infinity before the first evaluation.</summary>
    public double BestMeanReturn { get; private set; } = double.NegativeInfinity;

    /// <summary>Weights of the best model's policy; empty before the first evaluation.</summary>
    public ReadOnlySpan<float> BestWeights => _bestWeights;

    /// <inheritdoc/>
    public override void Begin(LearningAlgorithm algorithm, long totalSteps)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentOutOfRangeException.ThrowIfLessThan(everySteps, 1);
        _nextAt = ((algorithm.Steps / everySteps) + 1) * everySteps;
        if (algorithm.Steps > 0 && bestPath is not null && File.Exists(bestPath))
        {
            BestMeanReturn = Math.Max(BestMeanReturn, ModelFile.Read(bestPath, algorithm.Name).Score ?? double.NegativeInfinity);
        }
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
        EvaluationResult result = algorithm.Evaluate(environment, episodes, seed);
        double mean = result.MeanReturn;
        _history.Add(new EvaluationPoint(progress.Steps, mean, result.StandardDeviation));
        if (mean > BestMeanReturn)
        {
            BestMeanReturn = mean;
            _bestWeights = algorithm.Policy.Weights.ToArray();
            if (bestPath is not null)
            {
                algorithm.Save(bestPath, mean);
            }
        }

        return !(mean >= stopAtReturn);
    }
}

/// <param name="Steps">Environment steps of training before the evaluation.</param>
/// <param name="MeanReturn">Over its episodes.</param>
/// <param name="StandardDeviation">Of the returns.</param>
public readonly record struct EvaluationPoint(long Steps, double MeanReturn, double StandardDeviation);
