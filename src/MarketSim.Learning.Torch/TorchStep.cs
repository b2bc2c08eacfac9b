using System.Runtime.InteropServices;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MarketSim.Learning.Torch;

/// <summary>
/// Acts with a network on torch, in blocks of a fixed number of rows, the last one filled up with zeros: LibTorch chooses its kernels by the shape of a
/// batch, and the bits of a row differ between shapes, but in batches of one shape depend neither on the other rows nor on the place.
/// </summary>
internal sealed class TorchStep : INetworkStep
{
    /// <summary>Rows of a block: most partitions have few agents of one policy.</summary>
    public const int BlockRows = 8;

    private readonly BranchedNetwork _network;
    private readonly TorchNetwork _function;
    private readonly ExtractorModule? _extractor;
    private readonly Tensor _parameters;
    private readonly Tensor _block;
    private readonly float[][] _outputs;
    private readonly float[][] _latents;
    private int _rows;

    /// <exception cref="NotSupportedException">The network has recurrent state, which the managed engine acts with.</exception>
    public TorchStep(BranchedNetwork network)
    {
        if (network.StateSize > 0)
        {
            throw new NotSupportedException("A network with recurrent state does not act on torch.");
        }

        _network = network;
        _function = new TorchNetwork(network);
        _extractor = ExtractorModule.Of(network, CPU);
        _parameters = zeros(_function.ParameterSize, float32, CPU).DetachFromDisposeScope();
        _block = zeros(BlockRows, network.InputSize, float32, CPU).DetachFromDisposeScope();
        _outputs = new float[network.Branches.Count][];
        _latents = new float[network.Branches.Count][];
        Array.Fill(_outputs, []);
        Array.Fill(_latents, []);
    }

    public void Step(ReadOnlySpan<float> parameters, ReadOnlySpan<float> features, int rows, Span<float> states)
    {
        _rows = rows;
        TensorFloats.Write(parameters.Slice(_function.ParameterOffset, _function.ParameterSize), _parameters);
        _extractor?.Write(parameters);
        for (int first = 0; first < rows; first += BlockRows)
        {
            Evaluate(features, first, Math.Min(BlockRows, rows - first));
        }
    }

    public void Step(int branch, ReadOnlySpan<float> parameters, ReadOnlySpan<float> features, int rows, Span<float> states) =>
        Step(parameters, features, rows, states);

    public ReadOnlySpan<float> Output(int branch) => _outputs[branch].AsSpan(0, _rows * _network.Branches[branch].OutputSize);

    public ReadOnlySpan<float> Latents(int branch) => _latents[branch].AsSpan(0, _rows * _network.Branches[branch].LatentSize);

    private void Evaluate(ReadOnlySpan<float> features, int first, int count)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        Span<float> block = MemoryMarshal.Cast<byte, float>(_block.bytes);
        int size = _network.InputSize;
        features.Slice(first * size, count * size).CopyTo(block);
        block[(count * size)..].Clear();
        Tensor rows = _extractor?.Forward(_block) ?? _block;
        Tensor?[] latents = new Tensor?[_outputs.Length];
        Tensor[] outputs = _function.Forward(_parameters, rows, SequenceLayout.Independent(BlockRows), states: null, continues: null, latents);
        for (int branch = 0; branch < outputs.Length; branch++)
        {
            NetworkBranch architecture = _network.Branches[branch];
            Take(outputs[branch], ref _outputs[branch], first, count, architecture.OutputSize);
            if (architecture.ExposesLatents)
            {
                Take(latents[branch]!, ref _latents[branch], first, count, architecture.LatentSize);
            }
        }
    }

    private void Take(Tensor rows, ref float[] target, int first, int count, int size)
    {
        if (target.Length < _rows * size)
        {
            Array.Resize(ref target, _rows * size);
        }

        TensorFloats.Read(rows)[..(count * size)].CopyTo(target.AsSpan(first * size));
    }
}
