using System.Runtime.InteropServices;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MarketSim.Learning.Torch;

/// <summary>
/// A network on the torch engine. Between a forward pass and the next only the leaf of the weights, the features and the outputs live; all else of a
/// pass ends with its dispose scope, so that native memory does not grow.
/// </summary>
internal sealed class TorchPass : INetworkPass
{
    private readonly BranchedNetwork _network;
    private readonly TorchNetwork _function;
    private readonly ExtractorModule? _extractor;
    private readonly Device _device;
    private readonly Tensor _parameters;
    private readonly float[][] _outputGradients;
    private readonly Tensor?[] _outputs;
    private readonly Tensor?[] _readable;
    private readonly Tensor?[] _latents;
    private float[] _inputGradient = [];
    private Tensor? _features;
    private int _rows;

    public TorchPass(BranchedNetwork network, Device device)
    {
        _network = network;
        _function = new TorchNetwork(network);
        _extractor = ExtractorModule.Of(network, device);
        _device = device;
        _parameters = zeros(_function.ParameterSize, float32, device, requires_grad: true).DetachFromDisposeScope();
        _outputs = new Tensor?[network.Branches.Count];
        _readable = new Tensor?[network.Branches.Count];
        _latents = new Tensor?[network.Branches.Count];
        _outputGradients = new float[network.Branches.Count][];
        Array.Fill(_outputGradients, []);
    }

    public void Forward(ReadOnlySpan<float> parameters, scoped in NetworkInput input, bool differentiable = true)
    {
        Release();
        _rows = input.Rows;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable? mode = differentiable ? null : no_grad();
        TensorFloats.Write(parameters.Slice(_function.ParameterOffset, _function.ParameterSize), _parameters);
        _extractor?.Write(parameters);
        Tensor features = TensorFloats.Create(_device, input.Features, _rows, _network.InputSize).requires_grad_(differentiable);
        Tensor? states = input.InitialStates.IsEmpty ? null : TensorFloats.Create(_device, input.InitialStates, input.Layout.Sequences, _network.StateSize);
        Tensor?[] latents = new Tensor?[_outputs.Length];
        Tensor rows = _extractor?.Forward(features) ?? features;
        Tensor[] outputs = _function.Forward(_parameters, rows, input.Layout, states, Continues(input), latents);
        for (int i = 0; i < outputs.Length; i++)
        {
            _outputs[i] = scope.Detach(outputs[i]);
            _readable[i] = scope.Detach(outputs[i].detach().cpu());
            if (_network.Branches[i].ExposesLatents)
            {
                _latents[i] = scope.Detach(latents[i]!.detach().cpu().contiguous());
            }
        }

        _features = scope.Detach(features);
    }

    public ReadOnlySpan<float> Output(int branch) => MemoryMarshal.Cast<byte, float>(_readable[branch]!.bytes);

    public ReadOnlySpan<float> Latents(int branch) => MemoryMarshal.Cast<byte, float>(_latents[branch]!.bytes);

    public Span<float> OutputGradient(int branch)
    {
        int length = _rows * _network.Branches[branch].OutputSize;
        if (_outputGradients[branch].Length < length)
        {
            _outputGradients[branch] = new float[length];
        }

        return _outputGradients[branch].AsSpan(0, length);
    }

    public ReadOnlySpan<float> Backward(ReadOnlySpan<float> parameters, scoped in NetworkInput input, Span<float> gradients, bool wantInputGradient = false)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] outputGradients = new Tensor[_outputs.Length];
        for (int i = 0; i < outputGradients.Length; i++)
        {
            outputGradients[i] = TensorFloats.Create(_device, OutputGradient(i), _rows, _network.Branches[i].OutputSize);
        }

        List<Tensor> wanted = [];
        if (!gradients.IsEmpty)
        {
            wanted.Add(_parameters);
            wanted.AddRange(_extractor?.Leaves ?? []);
        }

        if (wantInputGradient)
        {
            wanted.Add(_features!);
        }

        Tensor?[] found = [.. autograd.grad(_outputs!, wanted, outputGradients, allow_unused: _extractor is not null)];
        if (!gradients.IsEmpty)
        {
            TensorFloats.AddTo(found[0]!, gradients.Slice(_function.ParameterOffset, _function.ParameterSize));
            _extractor?.AddGradients(found.AsSpan(1, _extractor.Leaves.Count), gradients);
        }

        if (!wantInputGradient)
        {
            return [];
        }

        ReadOnlySpan<float> inputGradient = TensorFloats.Read(found[^1]!);
        if (_inputGradient.Length < inputGradient.Length)
        {
            _inputGradient = new float[inputGradient.Length];
        }

        inputGradient.CopyTo(_inputGradient);
        return _inputGradient.AsSpan(0, inputGradient.Length);
    }

    /// <summary>Factors of the states before each step; null where no step begins an episode.</summary>
    private Tensor? Continues(scoped in NetworkInput input)
    {
        if (!input.Starts.Contains(true))
        {
            return null;
        }

        float[] factors = new float[input.Rows];
        for (int i = 0; i < factors.Length; i++)
        {
            factors[i] = input.Starts[i] ? 0 : 1;
        }

        return TensorFloats.Create(_device, factors, input.Layout.Steps, input.Layout.Sequences, 1);
    }

    private void Release()
    {
        _features?.Dispose();
        _features = null;
        for (int i = 0; i < _outputs.Length; i++)
        {
            _outputs[i]?.Dispose();
            _readable[i]?.Dispose();
            _latents[i]?.Dispose();
        }
    }
}
