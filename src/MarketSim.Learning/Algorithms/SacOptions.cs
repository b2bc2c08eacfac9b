using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Algorithms;

/// <summary>Settings of soft actor-critic. Defaults are those of Stable-Baselines3.</summary>
public sealed record SacOptions
{
    /// <summary>Step of the three optimisers, 0 or more.</summary>
    public Schedule LearningRate { get; init; } = 3e-4;

    /// <summary>Transitions that are kept.</summary>
    public int ReplayCapacity { get; init; } = 1_000_000;

    /// <summary>Steps with actions drawn uniformly before anything is learned.</summary>
    public int LearningStarts { get; init; } = 100;

    /// <summary>Transitions of one gradient step.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Share of the way that target networks go towards the present ones with each gradient step.</summary>
    public double Tau { get; init; } = 0.005;

    /// <summary>Discount per step, 0 to 1.</summary>
    public double Gamma { get; init; } = 0.99;

    /// <summary>Environment steps between updates, of all environments together; at least one step of each is taken.</summary>
    public int StepsPerUpdate { get; init; } = 1;

    /// <summary>Gradient steps for every environment step.</summary>
    public double GradientStepsPerStep { get; init; } = 1;

    /// <summary>Weight of the entropy; null to learn it.</summary>
    public double? EntropyCoefficient { get; init; }

    /// <summary>The first value of a learned weight.</summary>
    public double InitialEntropyCoefficient { get; init; } = 1;

    /// <summary>A learned weight of the entropy stays at or below this: an aim that the policy cannot reach would let it grow without end.</summary>
    public double MaximumEntropyCoefficient { get; init; } = 10_000;

    /// <summary>Entropy that the learned weight aims at; null for minus the number of continuous actions, or 0.7 of the largest of discrete ones.</summary>
    public double? TargetEntropy { get; init; }

    /// <summary>Units of the hidden layers of the actor and of both critics.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [256, 256];

    /// <summary>Units of the critics' hidden layers, where they differ from the actor's; null for <see cref="HiddenSizes"/>.</summary>
    public IReadOnlyList<int>? CriticHiddenSizes { get; init; }

    /// <summary>The activation function of hidden layers.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>
    /// Noise of continuous actions depends on the state and is drawn again only every <see cref="SampleFrequency"/> steps (gSDE, Raffin et al. 2021,
    /// arXiv:2005.05719): smooth exploration.
    /// </summary>
    public bool StateDependentExploration { get; init; }

    /// <summary>Steps of an environment between two draws of state-dependent noise, at least 1.</summary>
    public int SampleFrequency { get; init; } = 8;

    /// <summary>Logarithm of the first deviation of each element of state-dependent noise.</summary>
    public double InitialLogDeviation { get; init; } = -3;

    /// <summary>Noise that is added to actions while they are explored with; continuous actions, in a loop over environments only.</summary>
    public ActionNoiseOptions ActionNoise { get; init; } = ActionNoiseOptions.None;

    /// <summary>Rewards are divided by the running deviation of the discounted return, when they are drawn from the replay buffer.</summary>
    public bool NormalizeRewards { get; init; }

    /// <summary>Observations are brought to mean 0 and deviation 1 by their running moments, which are kept with the weights.</summary>
    public bool NormalizeObservations { get; init; }

    /// <summary>
    /// A learner of which a weight is larger than this after an update has diverged, and is stopped; positive infinity never stops one. Optimisers
    /// move a weight by about the learning rate per step, whatever the rewards are, so that healthy trainings stay far below: their weights are 0.1 to 10.
    /// </summary>
    public double MaximumWeight { get; init; } = 10_000;

    /// <summary>A policy with first weights. Policies of equal spaces and settings can take each other's weights.</summary>
    /// <param name="seed">Of the first weights.</param>
    /// <exception cref="ArgumentException">A setting is outside of its range, or a box of actions is not bounded.</exception>
    public SacPolicy CreatePolicy(Space observationSpace, Space actionSpace, ulong seed)
    {
        Validate();
        return new SacPolicy(observationSpace, actionSpace, Architecture, seed);
    }

    private PolicyArchitecture Architecture => new()
    {
        HiddenSizes = HiddenSizes,
        Activation = Activation,
        StateDependentExploration = StateDependentExploration,
        SampleFrequency = SampleFrequency,
        InitialLogDeviation = InitialLogDeviation,
        NormalizeObservations = NormalizeObservations,
    };

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside of its range.</exception>
    public void Validate()
    {
        OptionChecks.RequireValue(ActionNoise, nameof(ActionNoise));
        SacSettings.Table.Check(this);
        OptionChecks.RequireLatents(StateDependentExploration, HiddenSizes, nameof(StateDependentExploration));
    }
}
