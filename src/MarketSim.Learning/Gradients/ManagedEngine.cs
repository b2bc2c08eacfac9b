namespace MarketSim.Learning.Gradients;

/// <summary>The default engine: vector kernels with backward passes written by hand. A row's bits depend neither on its batch nor on the processor.</summary>
public sealed class ManagedEngine : IGradientEngine
{
    private ManagedEngine()
    {
    }

    /// <summary>The engine has no state.</summary>
    public static ManagedEngine Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "managed";

    /// <inheritdoc/>
    public INetworkPass CreatePass(BranchedNetwork network) => new ManagedPass(network);

    /// <inheritdoc/>
    public FeatureExtractor? FindExtractor(string description) => null;
}
