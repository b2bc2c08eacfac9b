using TorchSharp;
using static TorchSharp.torch;

namespace MarketSim.Learning.Torch;

/// <summary>A module of the user's own in front of actor and critic.</summary>
/// <example><c>new PpoOptions { Extractor = new ModuleExtractor("wide", inputs => nn.Sequential(nn.Linear(inputs, 128), nn.ReLU())) }</c></example>
public sealed class ModuleExtractor : TorchExtractor
{
    private readonly Func<int, nn.Module<Tensor, Tensor>> _create;

    /// <param name="description">Names the module in saved models; one of another architecture needs another name.</param>
    /// <param name="create">
    /// Makes the module for rows of so many features, each time a new one of the same architecture. Its parameters are registered, in the same order each time.
    /// </param>
    public ModuleExtractor(string description, Func<int, nn.Module<Tensor, Tensor>> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        ArgumentNullException.ThrowIfNull(create);
        Description = description;
        _create = create;
    }

    /// <inheritdoc/>
    public override string Description { get; }

    /// <inheritdoc/>
    protected internal override nn.Module<Tensor, Tensor> CreateModule(int inputSize) => _create(inputSize);
}
