using MarketSim.Learning.Networks;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Persistence.Onnx;

/// <summary>The computation of a policy that acts deterministically, in order.</summary>
internal sealed record PolicyDescription
{
    public required Space ObservationSpace { get; init; }

    public required Space ActionSpace { get; init; }

    /// <summary>All that the blocks below point into.</summary>
    public required ReadOnlyMemory<float> Parameters { get; init; }

    /// <summary>The normalisation of a box of observations; null for none.</summary>
    public ObservationScaling? Scaling { get; init; }

    /// <summary>The recurrent layer between observation and perceptron; null for a policy without memory.</summary>
    public Lstm? Memory { get; init; }

    public required Mlp Actor { get; init; }

    /// <summary>The conversion of the actor's outputs into an action.</summary>
    public required ActionHead Head { get; init; }
}

/// <summary>(observation - mean) × scale, held between minus and plus the limit.</summary>
internal sealed record ObservationScaling(ParameterBlock Mean, ParameterBlock Scale, float Limit);

/// <summary>The conversion of an actor's outputs into an action.</summary>
internal enum ActionHead
{
    /// <summary>The outputs are logits of the choices, group after group; the likeliest is taken.</summary>
    Categorical,

    /// <summary>The outputs are means, clipped to the box.</summary>
    Gaussian,

    /// <summary>The outputs are means and logarithms of standard deviations; tanh of the mean is stretched over the box.</summary>
    SquashedGaussian,

    /// <summary>The outputs are means, held within -2 and 2; their tanh is stretched over the box.</summary>
    SquashedMean,
}
