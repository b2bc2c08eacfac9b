using System.Diagnostics;
using System.Globalization;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Tests.Local;

namespace MarketSim.Cluster.Tests.Processes;

/// <summary>A node in a separate process, that can be stopped at named points, killed and frozen.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Action<SeenTick> _ticked;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> Condition, TaskCompletionSource<string> Seen)> _waits = [];
    private Dictionary<string, long> _hosted = [];
    private (int, int) _members;
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

    /// <summary>How many members it sees, itself included, and how many of them it cannot reach.</summary>
    public (int Count, int Unreachable) Members
    {
        get
        {
            lock (_lock)
            {
                return _members;
            }
        }
    }

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
    public static NodeProcess Start(NodeStart node, Action<SeenTick> ticked)
    {
        string[] command = node.Command();
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DATABASE_PASSWORD"] = node.DatabasePassword;
        start.Environment["DOTNET_gcServer"] = "0";
        return new NodeProcess(node.Name, node.Manner, Process.Start(start)!, ticked);
    }

    /// <summary>The epoch of a run of which it hosts something for a leader on another node; 0 for none.</summary>
    public long HostedEpoch(string run)
    {
        lock (_lock)
        {
            return _hosted.GetValueOrDefault(run);
        }
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

    /// <summary>Asks it to stop the next time it comes to a point, and waits for that; it continues at <c>go</c>.</summary>
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

    /// <summary>Ends all its connections; it makes new ones.</summary>
    /// <returns>How many there were, as it says.</returns>
    public async Task<string> CutAsync(TimeSpan patience)
    {
        Task<string> cut = HearsAsync(line => line.StartsWith("cut ", StringComparison.Ordinal), patience);
        Command("cut");
        return await cut;
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

        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words.FirstOrDefault())
        {
            case "tick":
                _ticked(new SeenTick(
                    Stopwatch.GetTimestamp(), words[1], long.Parse(words[2], CultureInfo.InvariantCulture), long.Parse(words[3], CultureInfo.InvariantCulture)));
                return;
            case "hosts":
                lock (_lock)
                {
                    _hosted = words.Skip(1).Select(word => word.Split(':')).ToDictionary(pair => pair[0], pair => long.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
                }

                return;
            case "members":
                lock (_lock)
                {
                    _members = (int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture));
                }

                break;
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
}

/// <summary>What a process holds.</summary>
/// <param name="Handles">Open files and sockets.</param>
internal sealed record ProcessMeasurement(long HeapBytes, long WorkingSetBytes, long Handles, long Threads);
