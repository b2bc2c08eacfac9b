using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Algorithms;

/// <summary>
/// The settings that PPO and A2C have in common. Defaults are those of Stable-Baselines3; ranges are declared in the tables of settings (<see cref="PpoSettings"/>,
/// <see cref="A2cSettings"/>).
/// </summary>
public abstract record ActorCriticOptions
{
    /// <summary>Step of the optimiser, 0 or more.</summary>
    public required Schedule LearningRate { get; init; }

    /// <summary>Steps of each environment per rollout.</summary>
    public required int StepsPerRollout { get; init; }

    /// <summary>Discount per step, 0 to 1.</summary>
    public double Gamma { get; init; } = 0.99;

    /// <summary>Lambda of the advantages: 0 looks one step ahead, 1 to the end of the rollout.</summary>
    public required double GaeLambda { get; init; }

    /// <summary>Weight of the entropy in the loss, 0 or more.</summary>
    public double EntropyCoefficient { get; init; }

    /// <summary>Weight of the squared error of values in the loss, 0 or more.</summary>
    public double ValueCoefficient { get; init; } = 0.5;

    /// <summary>Gradients of a larger norm are scaled down to it; positive infinity never scales.</summary>
    public double MaximumGradientNorm { get; init; } = 0.5;

    /// <summary>Advantages of a minibatch are brought to mean 0 and deviation 1.</summary>
    public required bool NormalizeAdvantages { get; init; }

    /// <summary>Observations are brought to mean 0 and deviation 1 by their running moments, which are kept with the weights.</summary>
    public bool NormalizeObservations { get; init; }

    /// <summary>Rewards are divided by the running deviation of the discounted return.</summary>
    public bool NormalizeRewards { get; init; }

    /// <summary>Units of the hidden layers of actor and critic, each with its own.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [64, 64];

    /// <summary>Units of the critic's hidden layers, where they differ from the actor's; null for <see cref="HiddenSizes"/>.</summary>
    public IReadOnlyList<int>? ValueHiddenSizes { get; init; }

    /// <summary>The activation function of hidden layers.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>
    /// Layers that actor and critic share in front of their hidden layers, e.g. convolutions over an order book (MarketSim.Learning.Torch); null for none.
    /// The learner's engine must know them, and they act on it too.
    /// </summary>
    public FeatureExtractor? Extractor { get; init; }

    /// <summary>
    /// Noise of continuous actions depends on the state and is drawn again only every <see cref="SampleFrequency"/> steps, rather than for each action by
    /// itself (gSDE, Raffin et al. 2021, arXiv:2005.05719): smooth exploration. Its first size is <see cref="InitialLogDeviation"/>, -2 by custom.
    /// </summary>
    public bool StateDependentExploration { get; init; }

    /// <summary>Steps of an environment between two draws of state-dependent noise, at least 1.</summary>
    public int SampleFrequency { get; init; } = 4;

    /// <summary>Orthogonal weights (gain sqrt 2, 0.01 for actions, 1 for values) rather than uniform ones.</summary>
    public bool OrthogonalWeights { get; init; } = true;

    /// <summary>Units of the LSTM before the hidden layers of actor and critic, each their own; null for a policy without memory.</summary>
    public int? LstmSize { get; init; }

    /// <summary>Logarithm of the deviation of continuous actions at first.</summary>
    public double InitialLogDeviation { get; init; }

    /// <summary>Corrects for weights that acted and are older than the present ones (V-trace), rather than taking all steps as the present ones'.</summary>
    public bool VTrace { get; init; }

    /// <summary>Steps of weights that are more versions old are dropped and counted; null takes all.</summary>
    public int? MaximumPolicyLag { get; init; }

    /// <summary>
    /// A learner of which a weight is larger than this after an update has diverged, and is stopped; positive infinity never stops one. Optimisers
    /// move a weight by about the learning rate per step, whatever the rewards are, so that healthy trainings stay far below: their weights are 0.1 to 10.
    /// </summary>
    public double MaximumWeight { get; init; } = 10_000;

    /// <summary>A policy with first weights. Policies of equal spaces and settings can take each other's weights.</summary>
    /// <param name="seed">Of the first weights.</param>
    /// <exception cref="ArgumentException">A setting is outside of its range, or does not fit the spaces.</exception>
    public ActorCriticPolicy CreatePolicy(Space observationSpace, Space actionSpace, ulong seed)
    {
        Validate();
        return new ActorCriticPolicy(observationSpace, actionSpace, Architecture, seed);
    }

    private PolicyArchitecture Architecture => new()
    {
        HiddenSizes = HiddenSizes,
        ValueHiddenSizes = ValueHiddenSizes,
        Activation = Activation,
        Extractor = Extractor,
        LstmSize = LstmSize,
        OrthogonalWeights = OrthogonalWeights,
        StateDependentExploration = StateDependentExploration,
        SampleFrequency = SampleFrequency,
        InitialLogDeviation = InitialLogDeviation,
        NormalizeObservations = NormalizeObservations,
    };

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside of its range.</exception>
    public virtual void Validate()
    {
        OptionChecks.RequireLatents(StateDependentExploration, HiddenSizes, nameof(StateDependentExploration));
        if (LstmSize is not null)
        {
            OptionChecks.RequireNoExtractor(Extractor, nameof(LstmSize));
        }
    }
}
