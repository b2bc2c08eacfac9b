using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.RunFolders;

namespace MarketSim.Reporting.Series;

/// <summary>
/// The mid-price as a step function of time: between samples, and while a side of the book is empty, the last known mid holds. Returns over an
/// interval are taken on a grid that starts anew each day, so that no return spans a night.
/// </summary>
internal sealed class PricePath
{
    private readonly BookSamples _samples;

    public PricePath(BookSamples samples)
    {
        _samples = samples;
        SampleIntervalSeconds = TypicalGap(samples.TimeSeconds);
    }

    /// <summary>Median distance of the samples, in seconds; 0 with fewer than two.</summary>
    public double SampleIntervalSeconds { get; }

    /// <summary>Log returns of the mid, and the shares traded meanwhile, over intervals that are not shorter than the samples'.</summary>
    public IntervalReturns Over(double intervalSeconds)
    {
        var result = new IntervalReturns(intervalSeconds);
        if (SampleIntervalSeconds <= 0 || intervalSeconds < SampleIntervalSeconds * 0.999)
        {
            return result;
        }

        for (int first = 0; first < _samples.Count;)
        {
            int end = EndOfDay(first, intervalSeconds);
            AddDay(first, end, result);
            first = end;
        }

        return result;
    }

    private void AddDay(int first, int end, IntervalReturns result)
    {
        // Sample times are decimal fractions: a thousandth of an interval absorbs their rounding.
        double tolerance = result.IntervalSeconds * 0.001;
        double lastTime = _samples.TimeSeconds[end - 1] + tolerance;
        (double mid, double volume) = (double.NaN, _samples.CumulativeVolume[first]);
        (double gridMid, double gridVolume) = (double.NaN, volume);
        double gridTime = _samples.TimeSeconds[first];
        for ((int row, long step) = (first, 0); gridTime <= lastTime; gridTime = _samples.TimeSeconds[first] + (++step * result.IntervalSeconds))
        {
            for (; row < end && _samples.TimeSeconds[row] <= gridTime + tolerance; row++)
            {
                mid = double.IsNaN(_samples.Mid[row]) ? mid : _samples.Mid[row];
                volume = _samples.CumulativeVolume[row];
            }

            if (!double.IsNaN(gridMid))
            {
                result.Add(Elementary.Log(mid / gridMid), volume - gridVolume);
            }

            (gridMid, gridVolume) = (mid, volume);
        }
    }

    private int EndOfDay(int first, double intervalSeconds)
    {
        int end = first + 1;
        bool isIntraday = intervalSeconds < TradingDay.SecondsPerDay;
        while (end < _samples.Count && !(isIntraday && TradingDay.Of(_samples.TimeSeconds[end]) != TradingDay.Of(_samples.TimeSeconds[first])))
        {
            end++;
        }

        return end;
    }

    private static double TypicalGap(List<double> timeSeconds)
    {
        double[] gaps = [.. timeSeconds.Skip(1).Zip(timeSeconds, (later, earlier) => later - earlier).Where(gap => gap > 0)];
        return gaps.Length > 0 ? Quantile.Median(gaps) : 0;
    }
}
