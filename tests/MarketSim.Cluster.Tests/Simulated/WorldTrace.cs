using System.Globalization;

namespace MarketSim.Cluster.Tests.Simulated;

/// <summary>What happened in a simulated world, with virtual times.</summary>
internal sealed class WorldTrace(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Note(string text) =>
        _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{time.GetElapsedTime(_start).TotalMilliseconds,10:0.0} ms  {text}"));
}
