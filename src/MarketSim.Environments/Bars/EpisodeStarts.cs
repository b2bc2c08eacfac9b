using MarketSim.Market.Data;

namespace MarketSim.Environments.Bars;

/// <summary>
/// The bars at whose close an episode may begin: the next bar follows without a break, and the look-back of an observation contains no hole. It may contain
/// the end of a session, as in any market data.
/// </summary>
internal sealed class EpisodeStarts
{
    private readonly List<Stretch> _stretches = [];

    /// <param name="playable">Bars at which decisions may be made; the last of them can only be traded.</param>
    /// <param name="lookBackBars">Bars that an observation covers, at least 1.</param>
    /// <param name="episodeBars">Decisions of an episode; a start leaves room for all of them, unless its stretch is shorter.</param>
    public EpisodeStarts(BarSeries bars, BarRange playable, int lookBackBars, int episodeBars)
    {
        int end = Math.Min(playable.End, bars.Count);
        int stretchStart = 0;

        // The first bars whose look-back lies within the series, and after the last hole.
        int firstPlayable = Math.Max(playable.Start, lookBackBars - 1);
        int firstAfterHole = 0;

        // A break is named by the bar that follows it; the end of the playable bars closes the last stretch.
        foreach (BarBreak gap in bars.Breaks.Append(new BarBreak(end, BarBreakKind.Session)))
        {
            int first = Math.Max(Math.Max(stretchStart, firstPlayable), firstAfterHole);
            int last = Math.Min(gap.Bar, end) - 1;
            if (first < last)
            {
                int lastStart = Math.Max(first, last - episodeBars);
                _stretches.Add(new Stretch(first, last, Count));
                Count += lastStart - first + 1;
            }

            stretchStart = gap.Bar;
            firstAfterHole = gap.Kind == BarBreakKind.Hole ? gap.Bar + lookBackBars - 1 : firstAfterHole;
        }
    }

    /// <summary>Number of possible starts; 0 when the bars are too few for one decision.</summary>
    public long Count { get; private set; }

    /// <summary>A start, by binary search over the stretches.</summary>
    /// <param name="number">From 0, below <see cref="Count"/>.</param>
    /// <returns>The bar of the first decision, and the last bar before the break after it.</returns>
    public (int First, int Last) Of(long number)
    {
        int low = 0;
        int high = _stretches.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = _stretches[middle].StartsBefore <= number ? (middle, high) : (low, middle - 1);
        }

        Stretch stretch = _stretches[low];
        return (stretch.First + (int)(number - stretch.StartsBefore), stretch.Last);
    }

    /// <summary>Bars between two breaks.</summary>
    /// <param name="First">The first possible start.</param>
    /// <param name="Last">The last bar, which can only be traded.</param>
    /// <param name="StartsBefore">Number of starts in the stretches before.</param>
    private readonly record struct Stretch(int First, int Last, long StartsBefore);
}
