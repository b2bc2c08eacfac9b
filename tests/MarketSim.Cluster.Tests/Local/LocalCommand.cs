using MarketSim.Cluster.Local;
using System.ComponentModel;
using System.Diagnostics;

namespace MarketSim.Cluster.Tests.Local;

/// <summary>Runs a short command to its end: the tools that come with a server.</summary>
public static class LocalCommand
{
    /// <param name="environment">Added to the environment of the caller; null takes a variable away.</param>
    /// <param name="input">What the command reads on its standard input: the place for a password, which has none among the arguments.</param>
    /// <returns>What the command wrote to its standard output.</returns>
    /// <exception cref="LocalServerException">The program is missing, or its exit code is not 0; the message holds what it wrote.</exception>
    public static async Task<string> RunAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment, string input, CancellationToken ct)
    {
        using Process process = Start(program, arguments, environment);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(ct);
            Task<string> errors = process.StandardError.ReadToEndAsync(ct);
            await WriteAsync(process, input, ct).ConfigureAwait(false);
            await process.WaitForExitAsync(ct).ConfigureAwait(false);
            string written = await output.ConfigureAwait(false);
            return process.ExitCode == 0
                ? written
                : throw new LocalServerException($"{program} {arguments.FirstOrDefault()} failed with exit code {process.ExitCode}: {(await errors.ConfigureAwait(false)).Trim()} {written.Trim()}".TrimEnd());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in environment)
            start.Environment[name] = value;

        try
        {
            return Process.Start(start) ?? throw new LocalServerException($"{program} could not be started: no process was made");
        }
        catch (Win32Exception missing)
        {
            throw new LocalServerException($"{program} could not be started: {missing.Message}", missing);
        }
    }

    private static async Task WriteAsync(Process process, string input, CancellationToken ct)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), ct).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code tells more.
        }
    }
}
