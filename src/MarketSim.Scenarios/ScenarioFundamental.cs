using System.Security.Cryptography;
using MarketSim.Agents.Parameters;
using MarketSim.Market.Data.Bars;
using MarketSim.Market.Data.Bars.Layouts;
using MarketSim.Market.Fundamentals;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;

namespace MarketSim.Scenarios;

/// <summary>The fundamental value as a scenario states it.</summary>
/// <param name="File">The bars that the value follows, for a definition that takes a file; otherwise null.</param>
public sealed record ScenarioFundamental(FundamentalDefinition Definition, ParameterSet Parameters, ScenarioFile? File)
{
    /// <summary>The process at the start of a run.</summary>
    /// <exception cref="ScenarioException">The file is gone, or is not the one that the scenario was read with.</exception>
    public IFundamentalValue Create(FundamentalMarket market) => Definition.Create(Parameters, File, market);

    /// <summary>The content of the file that the value follows; null for a value without one.</summary>
    /// <exception cref="ScenarioException">The file is gone, or is not the one that the scenario was read with.</exception>
    public BarReading? ReadBars() => File is null ? null : BarFileReadings.Read(File);
}

/// <summary>A file that a scenario refers to; its digest is checked whenever it is read.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record ScenarioFile(string Path, string Sha256)
{
    /// <summary>The content, when it came with the scenario; null when it is on this machine's disk.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The format of a file of bars, as far as the scenario states it.</summary>
    public BarLayout Layout { get; init; } = BarLayout.Default;

    /// <exception cref="ScenarioException">The file cannot be read, or has changed.</exception>
    public byte[] ReadAllBytes() => Checked(() =>
    {
        byte[] content = Content ?? File.ReadAllBytes(Path);
        return (content, Convert.ToHexStringLower(SHA256.HashData(content)));
    });

    /// <summary>Refuses a file that is not the one that the scenario was read with; a large one is never held whole.</summary>
    /// <exception cref="ScenarioException">The file cannot be read, or has changed.</exception>
    public void RequireUnchanged() => Checked(() =>
    {
        using Stream stream = Open();
        return (true, Digest(stream));
    });

    /// <summary>A stream of the content from its beginning.</summary>
    public Stream Open() => Content is { } content ? new MemoryStream(content, writable: false) : File.OpenRead(Path);

    internal static string Digest(Stream content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private T Checked<T>(Func<(T Content, string Digest)> read)
    {
        try
        {
            (T content, string digest) = read();
            return digest == Sha256
                ? content
                : throw Refused($"the file has changed since the scenario was read: its SHA-256 is {digest}; it must be {Sha256}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refused(exception.Message);
        }
    }

    private ScenarioException Refused(string message) => new([new ScenarioProblem(Path, 0, message, ScenarioProblemCode.Unreadable)]);
}

/// <summary>The market that a fundamental value is made for.</summary>
public sealed record FundamentalMarket(Instrument Instrument, TradingSession Session, Price InitialPrice, ulong Seed)
{
    /// <summary>The market's activity over its day.</summary>
    public ActivityProfile Activity { get; init; } = ActivityProfile.Flat;
}

/// <summary>A kind of fundamental value as users name it.</summary>
/// <param name="Name">As written in a scenario, in snake_case.</param>
public sealed record FundamentalDefinition(
    string Name,
    string Summary,
    bool TakesFile,
    IReadOnlyList<ParameterDefinition> Parameters,
    Func<ParameterSet, ScenarioFile?, FundamentalMarket, IFundamentalValue> Create)
{
    /// <summary>The price that the data begin with, in currency; null where there are no data, so that the scenario must state it.</summary>
    /// <remarks>Throws <see cref="InvalidDataException"/> with a message for the user when the data are wrong.</remarks>
    public Func<ParameterSet, ScenarioFile, decimal>? StartingPrice { get; init; }
}
