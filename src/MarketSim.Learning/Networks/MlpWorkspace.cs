namespace MarketSim.Learning.Networks;

/// <summary>
/// The intermediate results of one pass of an <see cref="Mlp"/>, for its backward pass. Grows to the largest batch and is reused; one per network and per
/// pass whose backward pass is still to come. Must not be used by several threads at once.
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
