using System.Diagnostics;
using System.Runtime.InteropServices;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Tests.Sessions;

/// <summary>The program as users run it: a separate process.</summary>
internal sealed partial class MarketSimProcess : IDisposable
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    private readonly Process _process;

    private MarketSimProcess(Process process) => _process = process;

    public static MarketSimProcess Start(string workingFolder, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = workingFolder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "marketsim.dll"));
        foreach (string arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return new MarketSimProcess(Process.Start(start)!);
    }

    public bool HasEnded => _process.HasExited;

    public Task<string?> NextLineAsync() => _process.StandardOutput.ReadLineAsync();

    public void Signal(int signal) => Assert.Equal(0, Send(_process.Id, signal));

    public async Task<CommandRun> EndAsync()
    {
        Task<string> output = _process.StandardOutput.ReadToEndAsync();
        Task<string> error = _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return new CommandRun(_process.ExitCode, await output, await error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}

/// <summary>A test that sends signals, which Windows has none of.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SignalTheoryAttribute : TheoryAttribute
{
    public SignalTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows sends no POSIX signals to another process." : null;
}
