using System.Diagnostics;
using System.Globalization;
using MarketSim.Cluster.Local;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>A tick that a leader opened on other nodes, as its process told it.</summary>
/// <param name="At">On the tests' own clock.</param>
internal readonly record struct SeenTick(long At, long Generation, long Tick);

/// <summary>A node in a process of its own, that can be stopped at named points, killed and frozen.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory.Replace("MarketSim.Cluster.Tests", "MarketSim.Cluster.TestNode", StringComparison.Ordinal), "MarketSim.Cluster.TestNode.dll");

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> Condition, TaskCompletionSource Seen)> _waits = [];

    private NodeProcess(string name, Process process)
    {
        Name = name;
        _process = process;
        process.OutputDataReceived += (_, received) => Hear(received.Data);
        process.ErrorDataReceived += (_, received) => Hear(received.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Name { get; }

    public SeenTick LastTick { get; private set; }

    public bool IsAlive => !_process.HasExited;

    /// <summary>Everything but ticks that it said, for a failing test.</summary>
    public string Transcript
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _lines.Select(line => $"{Name}: {line}"));
            }
        }
    }

    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public int Handles => Directory.EnumerateFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/fd")).Count();

    /// <summary>Told for each tick, on the thread that reads.</summary>
    public Action<SeenTick>? Ticked { get; set; }

    public static NodeProcess Start(string name, string roles, int brokerPort, string brokerPassword, int databasePort, string databasePassword, int standInFloats)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[] { Program, name, roles, "1", Text(brokerPort), Text(databasePort), Text(standInFloats) })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["BROKER_PASSWORD"] = brokerPassword;
        start.Environment["DATABASE_PASSWORD"] = databasePassword;
        start.Environment["DOTNET_gcServer"] = "0";
        return new NodeProcess(name, Process.Start(start)!);
    }

    public void Command(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It is dead, as the test wanted.
        }
    }

    /// <summary>Waits for a line that was said after the call.</summary>
    public async Task HearsAsync(Func<string, bool> condition, TimeSpan patience)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waits.Add((condition, seen));
        }

        await seen.Task.WaitAsync(patience);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>SIGSTOP.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private void Signal(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", Text(_process.Id)]);
        kill.WaitForExit();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line.StartsWith("tick ", StringComparison.Ordinal))
        {
            string[] words = line.Split(' ');
            var tick = new SeenTick(Stopwatch.GetTimestamp(), long.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture));
            if (tick.Tick != LastTick.Tick || tick.Generation != LastTick.Generation)
            {
                LastTick = tick;
                Ticked?.Invoke(tick);
            }

            return;
        }

        lock (_lock)
        {
            _lines.Add(line);
            foreach ((Func<string, bool> condition, TaskCompletionSource seen) in _waits)
            {
                if (condition(line))
                {
                    seen.TrySetResult();
                }
            }
        }
    }
}
