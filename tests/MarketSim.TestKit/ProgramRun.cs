using System.Diagnostics;

namespace MarketSim.TestKit;

/// <summary>Runs a program to its end and keeps what it printed.</summary>
public static class ProgramRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <returns>The exit code, and standard output followed by standard error.</returns>
    /// <exception cref="TimeoutException">It did not end within two minutes, and was ended.</exception>
    public static Task<(int ExitCode, string Output)> Of(string program, params string[] arguments) => RunAsync(null, Limit, program, arguments);

    /// <summary>In a folder, for as long as a build may take on a busy machine: half an hour.</summary>
    /// <inheritdoc cref="Of"/>
    public static Task<(int ExitCode, string Output)> In(string folder, string program, params string[] arguments) =>
        RunAsync(folder, TimeSpan.FromMinutes(30), program, arguments);

    private static async Task<(int ExitCode, string Output)> RunAsync(string? folder, TimeSpan time, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.WorkingDirectory = folder ?? start.WorkingDirectory;
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(time);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {time}.", exception);
        }
    }

    /// <summary>Path of a program on the search path; null where it is not installed.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
