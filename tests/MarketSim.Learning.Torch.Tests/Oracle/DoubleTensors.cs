using TorchSharp;
using static TorchSharp.torch;

namespace MarketSim.Learning.Torch.Tests.Oracle;

/// <summary>Numbers of ours as tensors in double precision.</summary>
internal static class DoubleTensors
{
    public static Tensor Of(ReadOnlySpan<float> values, params long[] shape)
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }

        return tensor(wide).view(shape);
    }

    /// <summary>Weights as one leaf whose gradient is asked for.</summary>
    public static Tensor Leaf(ReadOnlySpan<float> weights) => Of(weights, weights.Length).requires_grad_(true);

    public static double[] GradientOf(Tensor loss, Tensor leaf) => autograd.grad([loss], [leaf])[0].data<double>().ToArray();
}
