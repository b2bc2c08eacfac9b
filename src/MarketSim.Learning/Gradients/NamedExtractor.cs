using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Gradients;

/// <summary>The feature extractor of a saved model before the engine that knows it has been asked.</summary>
internal sealed class NamedExtractor(string description) : FeatureExtractor
{
    public override string Description => description;

    public override ExtractorLayers AddTo(ParameterLayout layout, int inputSize) => throw new InvalidOperationException(Unknown);

    public override INetworkStep CreateStep(BranchedNetwork network) => throw new InvalidOperationException(Unknown);

    /// <summary>The same layers, as the engine knows them.</summary>
    /// <exception cref="ArgumentException">The engine does not know them.</exception>
    public static FeatureExtractor? Resolve(FeatureExtractor? extractor, IGradientEngine? engine) =>
        extractor is NamedExtractor named ? (engine ?? ManagedEngine.Instance).FindExtractor(named.Description) ?? throw new ArgumentException(named.Unknown, nameof(engine)) : extractor;

    private string Unknown =>
        $"The model has the layers {description}, which the engine does not know; give it the torch engine, for a module of your own with its extractor: new TorchEngine(extractors: [...]).";
}
