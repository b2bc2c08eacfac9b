namespace MarketSim.Learning.Gradients;

/// <summary>
/// A network as it acts: one step forward for rows that have nothing to do with each other. The bits of a row's outputs depend on that row and the
/// weights alone, not on how many rows there are, which ones, or its place among them. Not for several threads at once.
/// </summary>
public interface INetworkStep
{
    /// <summary>One step of all branches.</summary>
    /// <param name="parameters">Of the whole model.</param>
    /// <param name="features">Shape [rows, input size].</param>
    /// <param name="states">In and out: shape [rows, state size].</param>
    void Step(ReadOnlySpan<float> parameters, ReadOnlySpan<float> features, int rows, Span<float> states);

    /// <summary>One step of at least one branch; the output of others has no meaning afterwards.</summary>
    /// <inheritdoc cref="Step(ReadOnlySpan{float}, ReadOnlySpan{float}, int, Span{float})"/>
    void Step(int branch, ReadOnlySpan<float> parameters, ReadOnlySpan<float> features, int rows, Span<float> states);

    /// <summary>Output of a branch, shape [rows, output size]; valid until the next step.</summary>
    ReadOnlySpan<float> Output(int branch);

    /// <summary>The output of the last hidden layer of a branch, shape [rows, latent size]; valid until the next step.</summary>
    ReadOnlySpan<float> Latents(int branch);
}
