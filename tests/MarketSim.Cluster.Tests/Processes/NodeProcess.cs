using System.Diagnostics;
using System.Globalization;
using MarketSim.Cluster.Local;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>A node in a process of its own, that can be stopped at named points, killed and frozen.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory.Replace("MarketSim.Cluster.Tests", "MarketSim.Cluster.TestNode", StringComparison.Ordinal), "MarketSim.Cluster.TestNode.dll");

    private readonly Process _process;
    private readonly Action<SeenTick> _ticked;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> Condition, TaskCompletionSource<string> Seen)> _waits = [];
    private SeenTick _lastTick;
    private bool _isKilled;

    private NodeProcess(string name, NodeManner manner, Process process, Action<SeenTick> ticked)
    {
        Name = name;
        Manner = manner;
        _process = process;
        _ticked = ticked;
        process.OutputDataReceived += (_, received) => Hear(received.Data);
        process.ErrorDataReceived += (_, received) => Hear(received.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Name { get; }

    public NodeManner Manner { get; }

    /// <summary>False from the moment at which it was killed, though it may take a while to die.</summary>
    public bool IsAlive => !_isKilled && !_process.HasExited;

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

    /// <param name="ticked">Told of each tick that it opens as a leader, on the thread that reads.</param>
    public static NodeProcess Start(string name, string roles, NodePlace place, NodeManner manner, string brokerPassword, string databasePassword, Action<SeenTick> ticked)
    {
        string[] command =
        [
            .. place.Namespace is { } space ? new[] { "ip", "netns", "exec", space } : [],
            "dotnet", Program, $"name={name}", $"roles={roles}", $"broker={place.Broker}", $"database={place.Database}",
            $"floats={manner.StandInFloats}", $"pause={manner.SlicePauseMilliseconds}",
            .. manner.Doom is { } doom ? new[] { $"doom={doom}" } : [],
        ];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["BROKER_PASSWORD"] = brokerPassword;
        start.Environment["DATABASE_PASSWORD"] = databasePassword;
        start.Environment["DOTNET_gcServer"] = "0";
        return new NodeProcess(name, manner, Process.Start(start)!, ticked);
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

    /// <summary>Waits for a line that is said after the call.</summary>
    public async Task<string> HearsAsync(Func<string, bool> condition, TimeSpan patience)
    {
        var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waits.Add((condition, seen));
        }

        try
        {
            return await seen.Task.WaitAsync(patience);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{Name} did not say what was waited for.\n{Transcript}", exception);
        }
    }

    /// <summary>Asks it to stop the next time it comes to a point, and waits for that; it goes on at <c>go</c>.</summary>
    public async Task StopsAtAsync(string point, TimeSpan patience)
    {
        Task<string> reached = HearsAsync(line => line == $"reached {point}", patience);
        Command($"arm {point}");
        await reached;
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _isKilled = true;
        _process.Kill();
    }

    /// <summary>SIGTERM: it hands its work over and ends.</summary>
    public void Terminate() => Signal(LocalSignal.Terminate);

    /// <summary>SIGSTOP.</summary>
    public void Freeze() => Signal(LocalSignal.Stop);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Signal(LocalSignal.Continue);

    /// <summary>Waits for its end and returns its exit code.</summary>
    public async Task<int> EndsAsync(TimeSpan patience)
    {
        await _process.WaitForExitAsync().WaitAsync(patience);
        return _process.ExitCode;
    }

    /// <summary>What it holds, its heap after a full collection.</summary>
    public async Task<ProcessMeasurement> MeasureAsync(TimeSpan patience)
    {
        Task<string> measured = HearsAsync(line => line.StartsWith("measured ", StringComparison.Ordinal), patience);
        Command("measure");
        long[] values = [.. (await measured).Split(' ').Skip(1).Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
        return new ProcessMeasurement(values[0], values[1], values[2], values[3]);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Signal(LocalSignal signal) => ProcessTree.Signal(_process.Id, signal);

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line.StartsWith("tick ", StringComparison.Ordinal))
        {
            HearTick(line.Split(' '));
            return;
        }

        lock (_lock)
        {
            _lines.Add(line);
            foreach ((Func<string, bool> condition, TaskCompletionSource<string> seen) in _waits)
            {
                if (condition(line))
                {
                    seen.TrySetResult(line);
                }
            }

            _waits.RemoveAll(wait => wait.Seen.Task.IsCompleted);
        }
    }

    private void HearTick(string[] words)
    {
        var tick = new SeenTick(
            Stopwatch.GetTimestamp(), words[1], long.Parse(words[2], CultureInfo.InvariantCulture), long.Parse(words[3], CultureInfo.InvariantCulture));
        if (tick with { At = _lastTick.At } != _lastTick)
        {
            _lastTick = tick;
            _ticked(tick);
        }
    }
}

/// <summary>What a process holds.</summary>
/// <param name="Handles">Open files and sockets.</param>
internal sealed record ProcessMeasurement(long HeapBytes, long WorkingSetBytes, long Handles, long Threads);
