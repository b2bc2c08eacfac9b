using System.Collections.Concurrent;

namespace MarketSim.Cluster.TestNode;

/// <summary>
/// Stops the node at named points of its work when it was asked to, so that a test can kill it, or another node, just there. Commands come on
/// standard input: <c>arm POINT</c> (the next time), <c>go</c>; a point that is reached is told on standard output: <c>reached POINT</c>.
/// </summary>
internal sealed class PointGate
{
    private readonly ConcurrentDictionary<string, bool> _armed = new(StringComparer.Ordinal);
    private volatile TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Command(string line)
    {
        string[] words = line.Split(' ');
        if (words[0] == "arm")
        {
            _go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _armed[words[1]] = true;
        }
        else if (words[0] == "go")
        {
            _armed.Clear();
            _go.TrySetResult();
        }
    }

    public Task PassAsync(string point)
    {
        if (!_armed.TryRemove(point, out _))
        {
            return Task.CompletedTask;
        }

        Console.Out.WriteLine($"reached {point}");
        Console.Out.Flush();
        return _go.Task;
    }
}
