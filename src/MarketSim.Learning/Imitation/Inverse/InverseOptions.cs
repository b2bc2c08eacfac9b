namespace MarketSim.Learning.Imitation.Inverse;

/// <summary>The settings of inverse reinforcement learning.</summary>
public sealed record InverseOptions
{
    /// <summary>The expert's temperature, in units of the reward: it decides the scale of the weights, never their direction.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>The form of the reward.</summary>
    public RewardModel Reward { get; init; }

    /// <summary>Units of the hidden layers of a network reward.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [32, 32];

    /// <summary>Step of Adam for a network reward; linear weights take Newton's steps.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Decoupled weight decay of a network reward.</summary>
    public double WeightDecay { get; init; } = 1e-3;

    /// <summary>Condition number of the Fisher information above which linear weights are refused: the demonstrations do not tell them apart.</summary>
    public double MaximumCondition { get; init; } = 1e6;

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside of its range.</exception>
    public InverseOptions Validate()
    {
        InverseSettings.Table.Check(this);
        return this;
    }
}

/// <summary>The arguments of a reward function.</summary>
public enum RewardModel
{
    /// <summary>A weighted sum of features.</summary>
    Linear,

    /// <summary>A perceptron of features (Wulfmeier, Ondruska and Posner 2015, arXiv:1507.04888).</summary>
    Network,
}

/// <summary>The demonstrations do not tell features of a reward apart.</summary>
public sealed class UnidentifiedRewardException(string message, IReadOnlyList<string> features, double condition) : Exception(message)
{
    /// <summary>The features that go together.</summary>
    public IReadOnlyList<string> Features => features;

    /// <summary>Condition number of the Fisher information.</summary>
    public double Condition => condition;
}
