using MarketSim.Market.Data;

namespace MarketSim.Environments.Bars;

/// <summary>
/// The bars at whose close an episode may begin: such that the next bar follows without a break, and no hole lies in what an observation looks back over. It
/// may look back over the end of a session, as everybody does.
/// </summary>
internal sealed class EpisodeStarts
{
    private readonly List<Stretch> _stretches = [];

    /// <param name="playable">Bars at which decisions may be made, and the last that may be traded.</param>
    public EpisodeStarts(BarSeries bars, BarRange playable, int lookBackBars, int episodeBars)
    {
        int firstOfAll = Math.Max(playable.Start, lookBackBars - 1);
        int end = Math.Min(playable.End, bars.Count);
        int begin = 0;
        int afterHole = 0;
        foreach (BarBreak gap in bars.Breaks.Append(new BarBreak(end, BarBreakKind.Session)))
        {
            int first = Math.Max(Math.Max(begin, firstOfAll), afterHole > 0 ? afterHole + lookBackBars - 1 : 0);
            int last = Math.Min(gap.Bar, end) - 1;
            if (first < last)
            {
                int latest = Math.Max(first, last - episodeBars);
                _stretches.Add(new Stretch(first, last, Count));
                Count += latest - first + 1;
            }

            begin = gap.Bar;
            afterHole = gap.Kind == BarBreakKind.Hole ? gap.Bar : afterHole;
        }
    }

    /// <summary>How many there are; 0 where the bars are too few for one decision.</summary>
    public long Count { get; private set; }

    /// <param name="number">From 0, below <see cref="Count"/>.</param>
    /// <returns>The bar of the first decision, and the last bar before the break after it.</returns>
    public (int First, int Last) Of(long number)
    {
        int low = 0;
        int high = _stretches.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = _stretches[middle].Before <= number ? (middle, high) : (low, middle - 1);
        }

        Stretch stretch = _stretches[low];
        return (stretch.First + (int)(number - stretch.Before), stretch.Last);
    }

    /// <summary>Bars between two breaks.</summary>
    /// <param name="Before">Starts in the stretches before.</param>
    private readonly record struct Stretch(int First, int Last, long Before);
}
