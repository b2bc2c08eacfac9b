namespace MarketSim.Cli.LocalClusters;

/// <summary>How this program is started once more.</summary>
/// <param name="Arguments">That come before the command's own.</param>
internal sealed record ProgramStart(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>By its own executable where that runs; otherwise by the host that runs it, as with <c>dotnet exec</c> or in a test.</summary>
    public static ProgramStart OfThis()
    {
        string assembly = typeof(ProgramStart).Assembly.Location;
        string? host = Environment.ProcessPath;
        return Path.GetFileNameWithoutExtension(host) == Path.GetFileNameWithoutExtension(assembly)
            ? new ProgramStart(host!, [])
            : new ProgramStart("dotnet", ["exec", assembly]);
    }
}
