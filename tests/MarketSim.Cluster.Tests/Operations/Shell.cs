using System.Diagnostics;

namespace MarketSim.Cluster.Tests.Operations;

internal sealed record ShellResult(int ExitCode, string Output, string Error);

internal static class Shell
{
    /// <summary>Runs a script of bash at the root of the repository.</summary>
    public static async Task<ShellResult> RunAsync(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = OperatorFiles.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ShellResult(process.ExitCode, await output, await error);
    }
}
