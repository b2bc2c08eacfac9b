using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Policies;

/// <summary>A model whose weights have names, so that files of them say what they are.</summary>
public interface INamedWeights
{
    /// <summary>Names and places of the weights.</summary>
    ParameterLayout Layout { get; }

    /// <summary>Shape [layout size].</summary>
    Span<float> Weights { get; }
}
