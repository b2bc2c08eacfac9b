using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Statistics;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Series;

/// <summary>
/// The mid-price as a step function of time: between samples, and while a side of the book is empty, the last known mid of the episode holds.
/// </summary>
internal sealed class PricePath
{
    private readonly BookSamples _samples;

    private readonly IReadOnlyList<int> _starts;

    public PricePath(BookSamples samples, EpisodeBorders borders)
    {
        _samples = samples;
        _starts = borders.Starts(samples.TimeSeconds);
        double[] gaps = [.. samples.TimeSeconds.Skip(1).Zip(samples.TimeSeconds, (later, earlier) => later - earlier).Where(gap => gap > 0)];
        SampleIntervalSeconds = gaps.Length > 0 ? Quantile.Median(gaps) : 0;
    }

    /// <summary>Median distance of the samples, in seconds; 0 with fewer than two.</summary>
    public double SampleIntervalSeconds { get; }

    /// <summary>Log returns of the mid, and the shares traded meanwhile, over whole intervals from the first sample of each episode. None where the samples are further apart.</summary>
    public IntervalReturns Over(double intervalSeconds)
    {
        var result = new IntervalReturns(intervalSeconds);
        if (SampleIntervalSeconds <= 0 || intervalSeconds < SampleIntervalSeconds * 0.999)
        {
            return result;
        }

        for (int episode = 0; episode < _starts.Count; episode++)
        {
            result.BeginPiece();
            AddEpisode(result, _starts[episode], episode + 1 < _starts.Count ? _starts[episode + 1] : _samples.Count);
        }

        return result;
    }

    private void AddEpisode(IntervalReturns result, int firstRow, int endRow)
    {
        // Sample times are decimal fractions: a thousandth of an interval absorbs their rounding.
        double intervalSeconds = result.IntervalSeconds;
        double tolerance = intervalSeconds * 0.001;
        double first = _samples.TimeSeconds[firstRow];
        long steps = (long)((_samples.TimeSeconds[endRow - 1] - first + tolerance) / intervalSeconds);
        (double mid, double volume) = (double.NaN, 0);
        for ((int row, long step) = (firstRow, 0); step <= steps; step++)
        {
            (double midBefore, double volumeBefore) = (mid, volume);
            double time = first + (step * intervalSeconds) + tolerance;
            for (; row < endRow && _samples.TimeSeconds[row] <= time; row++)
            {
                mid = double.IsNaN(_samples.Mid[row]) ? mid : _samples.Mid[row];
                volume = _samples.CumulativeVolume[row];
            }

            if (!double.IsNaN(midBefore))
            {
                result.Add(Elementary.Log(mid / midBefore), volume - volumeBefore);
            }
        }
    }
}
