using System.Collections.ObjectModel;

namespace MarketSim.Learning.Algorithms;

/// <summary>Figures of updates by name. The dictionary is used again, so that an update allocates nothing.</summary>
internal sealed class TrainingFigures
{
    public const string PolicyLoss = "train/policy_loss";
    public const string ValueLoss = "train/value_loss";
    public const string Entropy = "train/entropy";
    public const string ApproximateKl = "train/approximate_kl";
    public const string ClipFraction = "train/clip_fraction";
    public const string ExplainedVariance = "train/explained_variance";
    public const string GradientNorm = "train/gradient_norm";
    public const string LearningRate = "train/learning_rate";
    public const string ClipRange = "train/clip_range";
    public const string PolicyLagMean = "train/policy_lag_mean";
    public const string PolicyLagMaximum = "train/policy_lag_max";
    public const string DroppedSteps = "train/dropped_steps";
    public const string Updates = "train/updates";
    public const string CriticLoss = "train/critic_loss";
    public const string ActorLoss = "train/actor_loss";
    public const string EntropyCoefficient = "train/entropy_coefficient";
    public const string EntropyCoefficientLoss = "train/entropy_coefficient_loss";
    public const string GradientSteps = "train/gradient_steps";

    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, double> None { get; } = ReadOnlyDictionary<string, double>.Empty;

    public IReadOnlyDictionary<string, double> Values => _values;

    public void Set(string name, double value) => _values[name] = value;

    /// <summary>A figure that has no meaning in this update is absent.</summary>
    public void SetOrClear(string name, double? value)
    {
        if (value is { } known)
        {
            _values[name] = known;
        }
        else
        {
            _values.Remove(name);
        }
    }
}
