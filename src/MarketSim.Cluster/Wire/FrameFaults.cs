using System.Diagnostics.Metrics;

namespace MarketSim.Cluster.Wire;

/// <summary>Counts refused frames by their fault; also seen as the counter <c>marketsim.frames.refused</c>, tagged <c>kind</c>. Any thread may count.</summary>
internal sealed class FrameFaults
{
    private readonly long[] _counts = new long[Enum.GetValues<FrameFault>().Length];
    private readonly Counter<long> _refused;

    public FrameFaults(Meter meter) =>
        _refused = meter.CreateCounter<long>("marketsim.frames.refused", "{frame}", "Frames that could not be read, by kind of fault.");

    public long this[FrameFault fault] => Interlocked.Read(ref _counts[(int)fault]);

    public void Count(FrameFault fault)
    {
        Interlocked.Increment(ref _counts[(int)fault]);
        _refused.Add(1, new KeyValuePair<string, object?>("kind", Kind(fault)));
    }

    /// <summary>Has every kind listed before it first counts.</summary>
    public void BeginAtZero()
    {
        foreach (FrameFault fault in Enum.GetValues<FrameFault>().Where(fault => fault != FrameFault.None))
        {
            _refused.Add(0, new KeyValuePair<string, object?>("kind", Kind(fault)));
        }
    }

    private static string Kind(FrameFault fault) => fault switch
    {
        FrameFault.TooLong => "too-long",
        FrameFault.Checksum => "checksum",
        FrameFault.Version => "version",
        FrameFault.UnknownType => "unknown-type",
        FrameFault.Malformed => "malformed",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "A fault that is one."),
    };
}
