using MarketSim.Learning.Gradients;
using TorchSharp;

namespace MarketSim.Learning.Torch;

/// <summary>
/// The torch engine: LibTorch computes networks and their gradients. It is the faster one from a width of about 512, and on a graphics
/// processor. It agrees with the managed engine within rounding, and repeats to the bit on processors of one class
/// (<see cref="TorchLibrary.Capability"/>). It draws no random numbers.
/// </summary>
/// <remarks>Making one loads nothing; the first pass does.</remarks>
public sealed class TorchEngine : IGradientEngine
{
    private readonly string _device;
    private readonly IReadOnlyList<FeatureExtractor> _extractors;

    /// <param name="device"><c>cpu</c> or <c>cuda</c>. The latter needs a build with the CUDA package, and has never been run by the authors.</param>
    /// <param name="extractors">Modules of the user's own that saved models are loaded with; those of this library are known.</param>
    public TorchEngine(string device = "cpu", params IReadOnlyList<FeatureExtractor> extractors)
    {
        ArgumentNullException.ThrowIfNull(extractors);
        _extractors = extractors;
        if (device is not ("cpu" or "cuda"))
        {
            throw new ArgumentException($"The device is '{device}'; it must be cpu or cuda.", nameof(device));
        }

        _device = device;
    }

    /// <inheritdoc/>
    public string Name => "torch";

    /// <summary>The reason why the engine cannot compute on this machine, with the remedy; null when it can. Reading it loads the library.</summary>
    public string? Refusal
    {
        get
        {
            try
            {
                Load();
                return null;
            }
            catch (TorchUnavailableException exception)
            {
                return exception.Message;
            }
        }
    }

    /// <exception cref="TorchUnavailableException">LibTorch cannot be loaded, or the device is missing.</exception>
    public INetworkPass CreatePass(BranchedNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Load();
        return new TorchPass(network, _device == "cuda" ? torch.CUDA : torch.CPU);
    }

    /// <inheritdoc/>
    public FeatureExtractor? FindExtractor(string description) =>
        _extractors.FirstOrDefault(extractor => extractor.Description == description) ?? BookExtractor.Parse(description);

    private void Load()
    {
        TorchLibrary.Load();
        if (_device == "cuda" && !torch.cuda_is_available())
        {
            throw new TorchUnavailableException("There is no CUDA device, or the program was built without its package (-p:TorchRuntime=cuda); use device: cpu.");
        }
    }
}
