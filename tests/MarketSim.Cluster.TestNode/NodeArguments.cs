using System.Globalization;
using System.Net;

namespace MarketSim.Cluster.TestNode;

/// <summary>What a test says of a node, as <c>name=value</c> on the command line. The password of a database comes by environment.</summary>
internal sealed class NodeArguments(string[] arguments)
{
    private readonly Dictionary<string, string> _values = arguments.Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    public string Name => _values["name"];

    public IReadOnlyList<string> Roles => _values["roles"].Split(',').Order(StringComparer.Ordinal).ToArray();

    /// <summary>Where the node listens.</summary>
    public IPEndPoint Address => IPEndPoint.Parse(_values["address"]);

    public IReadOnlyList<string> Seeds => _values["seeds"].Split(',');

    /// <summary>The file of a SQLite store; null when the store is a database.</summary>
    public string? StoreFile => _values.GetValueOrDefault("file");

    /// <summary>A run of the store's file whose checkpoints the process writes, instead of being a node; null for a node.</summary>
    public string? WriterRun => _values.GetValueOrDefault("writer");

    public IPEndPoint Database => IPEndPoint.Parse(_values["database"]);

    public string DatabasePassword { get; } = Environment.GetEnvironmentVariable("DATABASE_PASSWORD") ?? string.Empty;

    public string Build => _values["build"];

    /// <summary>Floats of the stand-in learner.</summary>
    public int Floats => Number("floats");

    /// <summary>Between two slices of an update; eight of them bound the pace of 200 ticks.</summary>
    public TimeSpan SlicePause => TimeSpan.FromMilliseconds(Number("pause"));

    /// <summary>What ends the process or the actor that hosts the doomed participant; null where there is none.</summary>
    public Doom? Doom => _values.TryGetValue("doom", out string? doom) ? Doom.Parse(doom) : null;

    private int Number(string name) => int.Parse(_values[name], CultureInfo.InvariantCulture);
}
