using System.Runtime.InteropServices;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Reporting.Series;

/// <summary>Log returns of the mid over equal intervals, and the shares traded in each.</summary>
internal sealed class IntervalReturns(double intervalSeconds)
{
    private readonly List<double> _returns = [];
    private readonly List<double> _volumes = [];
    private readonly List<int> _starts = [];

    public double IntervalSeconds { get; } = intervalSeconds;

    public int Count => _returns.Count;

    /// <summary>The index of the first return of each episode: those of two episodes do not follow one another.</summary>
    public IReadOnlyList<int> PieceStarts => _starts.Count > 0 ? _starts : [0];

    public double[] Returns => [.. _returns];

    public double[] AbsoluteReturns => [.. _returns.Select(Math.Abs)];

    public double[] Volumes => [.. _volumes];

    public RunningMoments Moments() => RunningMoments.Of(CollectionsMarshal.AsSpan(_returns));

    /// <summary>Returns added from here on do not follow those added before.</summary>
    public void BeginPiece() => _starts.Add(_returns.Count);

    public void Add(double logReturn, double volume)
    {
        _returns.Add(logReturn);
        _volumes.Add(volume);
    }
}
