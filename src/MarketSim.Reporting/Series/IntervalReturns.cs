using MarketSim.Numerics.Statistics;

namespace MarketSim.Reporting.Series;

/// <summary>Log returns of the mid over equal intervals, and the shares traded in each.</summary>
internal sealed class IntervalReturns(double intervalSeconds)
{
    private readonly List<double> returns = [];
    private readonly List<double> volumes = [];

    public double IntervalSeconds { get; } = intervalSeconds;

    public int Count => returns.Count;

    public double[] Returns => [.. returns];

    public double[] AbsoluteReturns => [.. returns.Select(Math.Abs)];

    public double[] Volumes => [.. volumes];

    public RunningMoments Moments()
    {
        var moments = new RunningMoments();
        returns.ForEach(moments.Add);
        return moments;
    }

    public void Add(double logReturn, double volume)
    {
        returns.Add(logReturn);
        volumes.Add(volume);
    }
}
