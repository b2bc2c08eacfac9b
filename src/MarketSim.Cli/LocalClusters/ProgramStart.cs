namespace MarketSim.Cli.LocalClusters;

/// <summary>The command that starts this program again in another process.</summary>
/// <param name="Arguments">That come before the command's own.</param>
internal sealed record ProgramStart(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The command of this program: its own executable when it runs by that, otherwise the host that runs it, as with <c>dotnet exec</c> or in a test.</summary>
    public static ProgramStart OfThis()
    {
        string assembly = typeof(ProgramStart).Assembly.Location;
        string? host = Environment.ProcessPath;
        return Path.GetFileNameWithoutExtension(host) == Path.GetFileNameWithoutExtension(assembly)
            ? new ProgramStart(host!, [])
            : new ProgramStart("dotnet", ["exec", assembly]);
    }
}
