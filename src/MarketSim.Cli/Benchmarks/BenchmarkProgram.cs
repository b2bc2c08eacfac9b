using System.Diagnostics;
using System.Globalization;
using MarketSim.Cli.Nodes;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Benchmarks;

/// <summary>
/// The program of <c>tests/MarketSim.Benchmarks</c>, which measures. It is built with the solution and is no part of the installed tool, so it is looked for in
/// the checkout that this program was built in.
/// </summary>
internal static class BenchmarkProgram
{
    /// <summary>Environment variable with the build that asks: figures of another one would be taken for its own.</summary>
    public const string BuildVariable = "MARKETSIM_BENCH_BUILD";

    private const string Project = "tests/MarketSim.Benchmarks";
    private const string Remedy = $"In a checkout of the repository: dotnet build {Project} -c Release";

    /// <summary>Starts the program, shows what it says, and waits for its end. The program ends with this one, however that ends: its standard input is closed then.</summary>
    /// <param name="from">The folder of this program.</param>
    /// <returns>Its exit code; <see cref="ExitCode.Failed"/> where it is not there.</returns>
    public static async Task<int> RunAsync(BenchRequest request, CommandConsole console, string from, CancellationToken cancellation)
    {
        if (Find(from) is not { } program)
        {
            await console.Error.WriteLineAsync($"marketsim: the benchmarks are not part of the installed program, and {from} is in no checkout where they are built. {Remedy}").ConfigureAwait(false);
            return ExitCode.Failed;
        }

        var start = new ProcessStartInfo("dotnet", ["exec", program, .. Arguments(request)]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment[BuildVariable] = BuildDigest.Compute();
        using Process process = Process.Start(start)!;
        try
        {
            await Task.WhenAll(CopyAsync(process.StandardOutput, console.Output), CopyAsync(process.StandardError, console.Error)).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        async Task CopyAsync(TextReader reader, TextWriter writer)
        {
            while (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
            {
                await writer.WriteLineAsync(line).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Says what is wrong when the build that asked is another than this one; null when it is the same, or nobody asked.</summary>
    public static string? OtherBuild() =>
        Environment.GetEnvironmentVariable(BuildVariable) is { } asking && asking != BuildDigest.Compute()
            ? $"the benchmarks were built from another state of the source than this program. {Remedy}"
            : null;

    private static IEnumerable<string> Arguments(BenchRequest request) =>
    [
        "bench", .. request.Names, "--repeats", request.Repeats.ToString(CultureInfo.InvariantCulture), .. request.IsJson ? ["--json"] : Array.Empty<string>(),
    ];

    private static string? Find(string from)
    {
        for (DirectoryInfo? folder = new(from); folder is not null; folder = folder.Parent)
        {
            string program = Path.Combine(folder.FullName, Project, "bin", "Release", $"net{Environment.Version.Major}.0", "MarketSim.Benchmarks.dll");
            if (File.Exists(program))
            {
                return program;
            }
        }

        return null;
    }
}
