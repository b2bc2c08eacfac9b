using MarketSim.Numerics.Statistics;

namespace MarketSim.Reporting.Series;

/// <summary>Log returns of the mid over equal intervals, and the shares traded in each.</summary>
internal sealed class IntervalReturns(double intervalSeconds)
{
    private readonly List<double> _returns = [];
    private readonly List<double> _volumes = [];

    public double IntervalSeconds { get; } = intervalSeconds;

    public int Count => _returns.Count;

    public double[] Returns => [.. _returns];

    public double[] AbsoluteReturns => [.. _returns.Select(Math.Abs)];

    public double[] Volumes => [.. _volumes];

    public RunningMoments Moments()
    {
        var moments = new RunningMoments();
        _returns.ForEach(moments.Add);
        return moments;
    }

    public void Add(double logReturn, double volume)
    {
        _returns.Add(logReturn);
        _volumes.Add(volume);
    }
}
