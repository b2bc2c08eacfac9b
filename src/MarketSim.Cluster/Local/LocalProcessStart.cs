namespace MarketSim.Cluster.Local;

/// <summary>The program that is started as a <see cref="LocalProcess"/>.</summary>
public sealed record LocalProcessStart
{
    /// <summary>Names the log (<c>NAME.log</c>, appended to) and the record of process ids (<c>NAME.pid</c>) in the folder.</summary>
    public required string Name { get; init; }

    /// <summary>An existing folder; also the working folder of the process.</summary>
    public required string Folder { get; init; }

    /// <summary>A path, or a name to look for on the search path.</summary>
    public required string Program { get; init; }

    /// <summary>Every user of the machine can read them: no password belongs here.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Added to the environment of the caller; null takes a variable away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new SortedDictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Signal sent to the process when its starter has died. Five seconds later at most, the rest of its process group is killed.</summary>
    public LocalSignal OrphanSignal { get; init; } = LocalSignal.Kill;

    internal string LogPath => Path.Combine(Folder, Name + ".log");
}
