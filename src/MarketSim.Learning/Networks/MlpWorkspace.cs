namespace MarketSim.Learning.Networks;

/// <summary>
/// What one pass of an <see cref="Mlp"/> keeps for its backward pass. Grows to the largest batch and is used again; one per network and
/// per pass that is still to be gone back through. Not for several threads at once.
/// </summary>
public sealed class MlpWorkspace
{
    internal MlpWorkspace(int layers)
    {
        Outputs = new FloatBuffer[layers];
    }

    internal FloatBuffer[] Outputs { get; }

    internal FloatBuffer Gradient;
    internal FloatBuffer NextGradient;
    internal FloatBuffer Transposed;
}
