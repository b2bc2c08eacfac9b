namespace MarketSim.Learning.Gradients;

/// <summary>
/// Computes networks and their gradients. Everything else of learning (sampling, advantages, losses, clipping, optimisers, checkpoints) is written once
/// over it, so that engines differ by rounding alone and a checkpoint of one continues in another.
/// </summary>
public interface IGradientEngine
{
    /// <summary>The engine's name in scenarios, e.g. <c>managed</c>.</summary>
    string Name { get; }

    /// <summary>Creates the buffers of one pass at a time through a network. Passes of one engine are used by one thread at a time each.</summary>
    /// <exception cref="NotSupportedException">The network has layers that the engine does not know.</exception>
    INetworkPass CreatePass(BranchedNetwork network);

    /// <summary>The layers that a saved model names (<see cref="FeatureExtractor.Description"/>); null where the engine does not know them.</summary>
    FeatureExtractor? FindExtractor(string description);
}
