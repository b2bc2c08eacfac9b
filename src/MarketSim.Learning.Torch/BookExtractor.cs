using System.Globalization;
using System.Text.RegularExpressions;
using TorchSharp;
using static TorchSharp.torch;

namespace MarketSim.Learning.Torch;

/// <summary>
/// Layers that read an order book at the end of an observation: [steps, oldest first; levels, best first; ask, bid; price offset, size]. What comes before it
/// (time, position, …) passes by and follows their output.
/// </summary>
public sealed partial class BookExtractor : TorchExtractor
{
    private const int NumbersPerLevel = 4;

    private BookExtractor(BookNetwork network, int steps, int levels, int size, int layers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, AttentionLayer.Heads);
        if (size % AttentionLayer.Heads != 0)
        {
            throw new ArgumentException($"The size is {size}; it must be a multiple of {AttentionLayer.Heads}.", nameof(size));
        }

        (Network, Steps, Levels, Size, Layers) = (network, steps, levels, size, layers);
    }

    /// <summary>The layers of the extractor.</summary>
    public BookNetwork Network { get; }

    /// <summary>Snapshots of the book.</summary>
    public int Steps { get; }

    /// <summary>Levels of each side.</summary>
    public int Levels { get; }

    /// <summary>Numbers that a book is reduced to.</summary>
    public int Size { get; }

    /// <summary>Attention layers; 1 for convolutions.</summary>
    public int Layers { get; }

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture, $"{NameOf(Network)}:steps={Steps},levels={Levels},size={Size},layers={Layers}");

    /// <summary>
    /// Convolutions over the levels and over time, an inception module and an LSTM over the snapshots: DeepLOB (Zhang, Zohren and Roberts 2019,
    /// arXiv:1808.03668), with causal padding, so that few snapshots do.
    /// </summary>
    /// <param name="steps">Snapshots of the book, at least 1; 100 in the paper.</param>
    /// <param name="levels">Levels of each side, at least 1; 10 in the paper.</param>
    /// <param name="size">Units of the LSTM, a multiple of 4, and twice the filters of a convolution; 64 in the paper, whose filters are 16.</param>
    public static BookExtractor LobCnn(int steps, int levels, int size = 32) => new(BookNetwork.LobCnn, steps, levels, size, layers: 1);

    /// <summary>Attention over the snapshots (Vaswani et al. 2017, arXiv:1706.03762; normalised before each layer), read off at the newest one.</summary>
    /// <param name="steps">Snapshots of the book, at least 1.</param>
    /// <param name="levels">Levels of each side, at least 1.</param>
    /// <param name="size">Width of a snapshot's vector, a multiple of 4, which is the number of heads.</param>
    /// <param name="layers">Attention layers, at least 1.</param>
    public static BookExtractor Transformer(int steps, int levels, int size = 32, int layers = 1) => new(BookNetwork.Transformer, steps, levels, size, layers);

    /// <summary>Reads <see cref="Description"/>; null for a text of another form.</summary>
    internal static BookExtractor? Parse(string description)
    {
        Match match = Pattern().Match(description);
        return match.Success
            ? new BookExtractor(
                match.Groups["network"].ValueSpan.SequenceEqual(NameOf(BookNetwork.LobCnn)) ? BookNetwork.LobCnn : BookNetwork.Transformer,
                Number("steps"),
                Number("levels"),
                Number("size"),
                Number("layers"))
            : null;

        int Number(string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    protected internal override nn.Module<Tensor, Tensor> CreateModule(int inputSize)
    {
        int bookSize = Steps * Levels * NumbersPerLevel;
        if (inputSize < bookSize)
        {
            throw new ArgumentException(
                $"{Description} reads a book of {bookSize} numbers ({Steps} snapshots of {Levels} levels); the observation has {inputSize}.", nameof(inputSize));
        }

        return Network == BookNetwork.LobCnn
            ? new LobCnnModule(Steps, Levels, Size, inputSize - bookSize)
            : new BookTransformerModule(Steps, Levels * NumbersPerLevel, Size, Layers, inputSize - bookSize);
    }

    private static string NameOf(BookNetwork network) => network == BookNetwork.LobCnn ? "lob-cnn" : "transformer";

    [GeneratedRegex(
        "^(?<network>lob-cnn|transformer):steps=(?<steps>[0-9]{1,6}),levels=(?<levels>[0-9]{1,6}),size=(?<size>[0-9]{1,6}),layers=(?<layers>[0-9]{1,6})$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

/// <summary>The networks of a <see cref="BookExtractor"/>.</summary>
public enum BookNetwork
{
    /// <summary>Convolutions over the levels, then an LSTM.</summary>
    LobCnn,

    /// <summary>Attention over the snapshots.</summary>
    Transformer,
}
