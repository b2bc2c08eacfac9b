using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Optimisation;

/// <summary>Changes parameters against their gradients.</summary>
public interface IOptimiser : IRollbackScope
{
    /// <summary>Floats that it has state for: the trainable ones of a layout.</summary>
    int Size { get; }

    /// <param name="parameters">Shape [size], changed in place: the trainable prefix of a model's.</param>
    /// <param name="gradients">Shape [size].</param>
    /// <param name="learningRate">0 or more.</param>
    void Step(Span<float> parameters, ReadOnlySpan<float> gradients, double learningRate);

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    void Save(MessagePackWriter writer);

    /// <summary>Restores what <see cref="Save"/> wrote of an optimiser of the same kind and size.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of another kind or size.</exception>
    void Restore(ref MessagePackReader reader);
}
