namespace MarketSim.Learning.Networks;

/// <summary>A named part of the parameters of a model.</summary>
/// <param name="Name">Unique in its layout, e.g. <c>actor.0.weight</c>.</param>
/// <param name="Offset">Offset in the parameters, in floats.</param>
/// <param name="Shape">Lengths of its dimensions, the last one contiguous.</param>
/// <param name="Trainable">False for statistics that travel with the weights and have no gradient.</param>
public sealed record ParameterBlock(string Name, int Offset, IReadOnlyList<int> Shape, bool Trainable)
{
    /// <summary>Floats in it.</summary>
    public int Size { get; } = Shape.Aggregate(1, (size, length) => checked(size * length));

    /// <summary>This block of a model's parameters, or of gradients of the same layout.</summary>
    public Span<float> Of(Span<float> parameters) => parameters.Slice(Offset, Size);

    /// <inheritdoc cref="Of(Span{float})"/>
    public Span<float> Of(float[] parameters) => parameters.AsSpan(Offset, Size);

    /// <inheritdoc cref="Of(Span{float})"/>
    public ReadOnlySpan<float> Of(ReadOnlySpan<float> parameters) => parameters.Slice(Offset, Size);
}
