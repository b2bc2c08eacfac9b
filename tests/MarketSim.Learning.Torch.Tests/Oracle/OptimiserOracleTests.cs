using MarketSim.Learning.Optimisation;
using MarketSim.Numerics.Randomness;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace MarketSim.Learning.Torch.Tests.Oracle;

/// <summary>Optimisers over 50 steps against torch's in double precision, with gradients that are given.</summary>
public sealed class OptimiserOracleTests
{
    private const int Size = 67;
    private const int Steps = 50;

    public OptimiserOracleTests() => TorchLibrary.Load();

    [Fact]
    public void Adam_moves_weights_as_torch_does() => Compare(
        new Adam(Size, new AdamOptions(Epsilon: 1e-5)),
        static parameter => optim.Adam([parameter], lr: 1e-2, eps: 1e-5));

    [Fact]
    public void Rmsprop_moves_weights_as_torch_does() => Compare(
        new RmsProp(Size, new RmsPropOptions(Epsilon: 1e-5)),
        static parameter => optim.RMSProp([parameter], lr: 1e-2, alpha: 0.99, eps: 1e-5));

    private static void Compare(IOptimiser ours, Func<Parameter, optim.Optimizer> create)
    {
        using DisposeScope scope = NewDisposeScope();
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        float[] weights = Normal(ref random);
        var parameter = new Parameter(DoubleTensors.Of(weights, Size), requires_grad: true);
        using optim.Optimizer theirs = create(parameter);
        for (int step = 0; step < Steps; step++)
        {
            float[] gradients = Normal(ref random);
            ours.Step(weights, gradients, 1e-2);
            parameter.grad = DoubleTensors.Of(gradients, Size);
            theirs.step();
        }

        Assert.InRange(Differences.Relative<double>(parameter.data<double>().ToArray(), weights), 0, 5e-6);
    }

    private static float[] Normal(ref RandomStream random)
    {
        float[] values = new float[Size];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)random.NextNormal();
        }

        return values;
    }
}
