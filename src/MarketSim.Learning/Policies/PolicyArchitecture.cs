using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Policies;

/// <summary>The settings of an algorithm that decide which weights its policy has. Algorithms check them and make this of them.</summary>
internal sealed record PolicyArchitecture
{
    /// <summary>Units of the actor's hidden layers.</summary>
    public required IReadOnlyList<int> HiddenSizes { get; init; }

    /// <summary>Units of the critic's hidden layers, where the policy has a critic; null for <see cref="HiddenSizes"/>.</summary>
    public IReadOnlyList<int>? ValueHiddenSizes { get; init; }

    public required Activation Activation { get; init; }

    /// <summary>Layers that actor and critic share in front of their hidden layers; null for none.</summary>
    public FeatureExtractor? Extractor { get; init; }

    /// <summary>Units of the LSTM before the hidden layers; null for a policy without memory.</summary>
    public int? LstmSize { get; init; }

    /// <summary>Orthogonal first weights rather than uniform ones; of an actor with a critic.</summary>
    public bool OrthogonalWeights { get; init; }

    public required bool StateDependentExploration { get; init; }

    /// <summary>Steps of an environment between two draws of state-dependent noise.</summary>
    public required int SampleFrequency { get; init; }

    /// <summary>Logarithm of the deviation of continuous actions at first.</summary>
    public required double InitialLogDeviation { get; init; }

    /// <summary>Observations are brought to mean 0 and deviation 1 by running moments that are kept with the weights.</summary>
    public required bool NormalizeObservations { get; init; }
}
