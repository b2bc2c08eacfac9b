using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MarketSim.Learning.Torch;

/// <summary>The module of a network's feature extractor, with weights that are copied in before each pass.</summary>
internal sealed class ExtractorModule
{
    private readonly nn.Module<Tensor, Tensor> _module;
    private readonly Parameter[] _parameters;
    private readonly IReadOnlyList<ParameterBlock> _blocks;

    private ExtractorModule(TorchExtractor extractor, ExtractorLayers layers, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        _module = extractor.CreateModule(layers.InputSize);
        _module.to(device);
        _module.eval();
        foreach (Tensor buffer in _module.buffers())
        {
            buffer.DetachFromDisposeScope();
        }

        _parameters = [.. _module.parameters()];
        foreach (Parameter parameter in _parameters)
        {
            parameter.DetachFromDisposeScope();
            parameter.requires_grad_(true);
        }

        _blocks = layers.Blocks;
        if (!_parameters.Select(static parameter => parameter.numel()).SequenceEqual(_blocks.Select(static block => (long)block.Size)))
        {
            throw new ArgumentException($"The module {extractor.Description} has other weights than when it was made first; its factory must make the same architecture each time.", nameof(extractor));
        }
    }

    /// <summary>The parameters that gradients are taken in, in the order of the blocks.</summary>
    public IReadOnlyList<Tensor> Leaves => _parameters;

    /// <summary>The module of a network's extractor; null for a network without one.</summary>
    /// <exception cref="NotSupportedException">The extractor is none of torch.</exception>
    public static ExtractorModule? Of(BranchedNetwork network, Device device) => network.Extractor switch
    {
        null => null,
        { Extractor: TorchExtractor extractor } layers => new ExtractorModule(extractor, layers, device),
        { } layers => throw new NotSupportedException($"The torch engine does not know the layers {layers.Extractor.Description}."),
    };

    public Tensor Forward(Tensor rows) => _module.call(rows);

    /// <param name="parameters">Of the whole model.</param>
    public void Write(ReadOnlySpan<float> parameters)
    {
        for (int i = 0; i < _parameters.Length; i++)
        {
            TensorFloats.Write(_blocks[i].Of(parameters), _parameters[i]);
        }
    }

    /// <param name="found">Of the leaves; null for one that the output does not depend on.</param>
    /// <param name="gradients">Of the whole model, added to.</param>
    public void AddGradients(ReadOnlySpan<Tensor?> found, Span<float> gradients)
    {
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (found[i] is { } gradient)
            {
                TensorFloats.AddTo(gradient, _blocks[i].Of(gradients));
            }
        }
    }
}
