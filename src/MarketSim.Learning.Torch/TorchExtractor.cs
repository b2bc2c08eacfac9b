using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Numerics.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MarketSim.Learning.Torch;

/// <summary>
/// A feature extractor that is a module of torch, [rows, input size] to [rows, output size]. It is evaluated (<c>eval()</c>): dropout does nothing, and
/// statistics of batches, which would make a row depend on its company, stay as they were made.
/// </summary>
/// <remarks>
/// First weights come from the policy's own stream, not from torch: matrices uniformly with a variance of 1 / inputs of a unit, weights of more dimensions
/// (convolutions) with twice that (He et al. 2015, arXiv:1502.01852), so that deep stacks neither fade nor blow up; one-dimensional ones are 1 where they
/// are called weight (scales of a normalisation), otherwise 0 (biases). Who wants others writes them into the policy's weights before training.
/// </remarks>
public abstract class TorchExtractor : FeatureExtractor
{
    /// <param name="inputSize">Features of a row.</param>
    /// <exception cref="ArgumentException">It does not take rows of that size.</exception>
    protected internal abstract nn.Module<Tensor, Tensor> CreateModule(int inputSize);

    /// <exception cref="ArgumentException">The module does not take rows of that size, or does not answer with as many rows.</exception>
    /// <exception cref="TorchUnavailableException">LibTorch cannot be loaded.</exception>
    public sealed override ExtractorLayers AddTo(ParameterLayout layout, int inputSize)
    {
        ArgumentNullException.ThrowIfNull(layout);
        TorchLibrary.Load();
        using DisposeScope scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> module = CreateModule(inputSize);
        module.eval();
        int outputSize = OutputSizeOf(module, inputSize);
        var blocks = new List<ParameterBlock>();
        foreach ((string name, Parameter parameter) in module.named_parameters())
        {
            int[] shape = [.. parameter.shape.Select(static length => (int)length)];
            blocks.Add(layout.AddTrainable("extractor." + name, shape.Length == 0 ? [1] : shape));
        }

        return new ExtractorLayers(this, blocks, inputSize, outputSize, (Span<float> parameters, ref RandomStream random) => Initialize(blocks, parameters, ref random));
    }

    /// <exception cref="TorchUnavailableException">LibTorch cannot be loaded.</exception>
    public sealed override INetworkStep CreateStep(BranchedNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        TorchLibrary.Load();
        return new TorchStep(network);
    }

    private int OutputSizeOf(nn.Module<Tensor, Tensor> module, int inputSize)
    {
        const int rows = 2;
        using IDisposable mode = no_grad();
        Tensor output = module.call(zeros(rows, inputSize, float32, CPU));
        return output.dim() == 2 && output.shape[0] == rows && output.shape[1] > 0
            ? (int)output.shape[1]
            : throw new ArgumentException(
                $"The module {Description} makes [{string.Join(", ", output.shape)}] of [{rows}, {inputSize}]; it must answer with one row of numbers for each row.", nameof(module));
    }

    private static void Initialize(List<ParameterBlock> blocks, Span<float> parameters, ref RandomStream random)
    {
        foreach (ParameterBlock block in blocks)
        {
            Span<float> values = block.Of(parameters);
            if (block.Shape.Count < 2)
            {
                values.Fill(block.Name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0);
                continue;
            }

            double gain = block.Shape.Count > 2 ? 2 : 1;
            double bound = Math.Sqrt(3 * gain * block.Shape[0] / block.Size);
            foreach (ref float value in values)
            {
                value = (float)random.NextUniform(-bound, bound);
            }
        }
    }
}
