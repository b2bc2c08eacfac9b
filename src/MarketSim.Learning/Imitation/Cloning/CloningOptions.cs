using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Imitation.Cloning;

/// <summary>The settings of behavioural cloning.</summary>
public sealed record CloningOptions
{
    /// <summary>Step of Adam, 0 or more.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Steps of a minibatch.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>
    /// Decoupled weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101): each step multiplies the weights by 1 less the rate times this; biases and deviations
    /// are left alone.
    /// </summary>
    public double WeightDecay { get; init; } = 1e-3;

    /// <summary>Gradients of a larger norm are scaled down to it; positive infinity never scales.</summary>
    public double MaximumGradientNorm { get; init; } = 1;

    /// <summary>Weights of steps with rare discrete actions.</summary>
    public ClassBalance ClassBalance { get; init; }

    /// <summary>Share of the episodes that is held out, 0 to below 1; with 0 nothing stops a training early.</summary>
    public double HeldOutShare { get; init; } = 0.2;

    /// <summary>Epochs without a better held-out loss after which a training ends; the weights of the best epoch are kept. Null trains to the end.</summary>
    public int? Patience { get; init; } = 15;

    /// <summary>Steps of an LSTM's sequence that its loss is taken of.</summary>
    public int SequenceLength { get; init; } = 64;

    /// <summary>Steps before a sequence that only bring the LSTM's state up (Kapturowski et al. 2019, R2D2); fewer at the start of an episode.</summary>
    public int BurnIn { get; init; } = 64;

    /// <summary>Units of the hidden layers.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [64, 64];

    /// <summary>Units of the LSTM before the hidden layers; null for a policy without memory.</summary>
    public int? LstmSize { get; init; }

    /// <summary>The activation function of hidden layers.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Observations are brought to mean 0 and deviation 1 by the moments of the demonstrations, which are kept with the weights.</summary>
    public bool NormalizeObservations { get; init; } = true;

    /// <summary>Settings of the policy: those of PPO, so that a clone can start PPO and A2C of the same layers.</summary>
    public PpoOptions PolicyOptions() => new()
    {
        HiddenSizes = HiddenSizes,
        LstmSize = LstmSize,
        Activation = Activation,
        NormalizeObservations = NormalizeObservations,
    };

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside of its range.</exception>
    public CloningOptions Validate()
    {
        CloningSettings.Table.Check(this);
        PolicyOptions().Validate();
        return this;
    }
}

/// <summary>Weighting of steps with rare discrete actions.</summary>
public enum ClassBalance
{
    /// <summary>Each step counts the same.</summary>
    None,

    /// <summary>Each action counts the same in all: a step weighs in inverse proportion to how frequent its action is.</summary>
    Balanced,
}
