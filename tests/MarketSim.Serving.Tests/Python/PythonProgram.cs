using System.Diagnostics;

namespace MarketSim.Serving.Tests.Python;

/// <summary>Runs Python with the package of the source tree.</summary>
internal static class PythonProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    public static string Package { get; } = Path.Combine(SourceTree.Root, "src", "python");

    /// <param name="address">Of an environment server; empty for a program that needs none, and not the package either.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(string address, params string[] arguments)
    {
        var start = new ProcessStartInfo(PythonFactAttribute.Interpreter!, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MARKETSIM_ADDRESS"] = address;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["PYTHONPATH"] = address.Length > 0 ? Package : string.Empty;
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await errors);
    }
}
