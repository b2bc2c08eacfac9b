using MarketSim.Learning.Networks;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Gradients;

/// <summary>
/// Layers in front of the branches of a network that only some engines know, e.g. convolutions over an order book: a function from a row of features to
/// another row. It holds no numbers; it keeps no memory from row to row, so that what it knows of the past must be in the row.
/// </summary>
/// <remarks>Immutable, and shared by all who make networks of the same options.</remarks>
public abstract class FeatureExtractor
{
    /// <summary>
    /// Name and shape in one word, e.g. <c>lob-cnn:levels=10,steps=20,size=32</c>. Saved with models: equal texts mean that weights of one fit the other.
    /// </summary>
    public abstract string Description { get; }

    /// <summary>Adds the blocks of its weights, which are trained.</summary>
    /// <param name="inputSize">Features of a row.</param>
    /// <exception cref="ArgumentException">It does not take rows of that size.</exception>
    public abstract ExtractorLayers AddTo(ParameterLayout layout, int inputSize);

    /// <summary>The engine that acts with a network that has these layers.</summary>
    public abstract INetworkStep CreateStep(BranchedNetwork network);

    /// <inheritdoc/>
    public sealed override string ToString() => Description;
}

/// <summary>The layers of a <see cref="FeatureExtractor"/> in one model.</summary>
/// <param name="Extractor">The kind of layers.</param>
/// <param name="Blocks">Their weights, one after the other.</param>
/// <param name="InputSize">Features of a row.</param>
/// <param name="OutputSize">Floats of a row that the branches take.</param>
/// <param name="Initialize">Draws the first weights of <paramref name="Blocks"/> among a model's parameters.</param>
public sealed record ExtractorLayers(
    FeatureExtractor Extractor, IReadOnlyList<ParameterBlock> Blocks, int InputSize, int OutputSize, ExtractorInitialization Initialize);

/// <param name="parameters">Of the whole model.</param>
public delegate void ExtractorInitialization(Span<float> parameters, ref RandomStream random);
