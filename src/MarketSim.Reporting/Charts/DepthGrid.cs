using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Series;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Charts;

/// <summary>Adds the book's levels up, one at a time, for a <see cref="DepthChart"/>.</summary>
internal sealed class DepthGrid
{
    private const int MaximumColumns = 400;
    private const int MaximumRows = 80;

    private readonly List<double> _timeSeconds;
    private readonly double _tickSize;
    private readonly double _columnSeconds;
    private readonly int[] _samplesPerColumn;
    private readonly long _lowestTick;
    private readonly long _ticksPerRow;
    private readonly double[,,] _quantities;
    private readonly double[,] _levels;

    /// <param name="samples">At least one.</param>
    public DepthGrid(BookSamples samples, double tickSize)
    {
        _timeSeconds = samples.TimeSeconds;
        _tickSize = tickSize;
        int columns = Math.Min(MaximumColumns, samples.Count);
        double span = _timeSeconds[^1] - _timeSeconds[0];
        _columnSeconds = span > 0 ? span / Math.Max(columns - 1, 1) : 1;
        _samplesPerColumn = new int[columns];
        foreach (double time in _timeSeconds)
        {
            _samplesPerColumn[Column(time)]++;
        }

        (_lowestTick, _ticksPerRow, int rows) = PriceRange(samples);
        _quantities = new double[columns, rows, 2];
        _levels = new double[samples.LevelCount, 2];
    }

    public void Add(LevelSample sample)
    {
        _levels[sample.Level, sample.IsBid ? 0 : 1] += sample.Quantity;
        long row = FloorDivide(Ticks(sample.Price) - _lowestTick, _ticksPerRow);
        if (row >= 0 && row < _quantities.GetLength(1))
        {
            _quantities[Column(_timeSeconds[sample.Row]), row, sample.IsBid ? 0 : 1] += sample.Quantity;
        }
    }

    public DepthChart ToChart(PriceChart prices) => new(
        _timeSeconds[0] - (_columnSeconds / 2),
        _columnSeconds,
        _quantities.GetLength(0),
        // A price of one tick stands in the middle of its row.
        (_lowestTick - 0.5) * _tickSize,
        _ticksPerRow * _tickSize,
        _quantities.GetLength(1),
        [.. Cells()],
        prices.Time,
        prices.Mid,
        [.. Enumerable.Range(0, _levels.GetLength(0)).Select(level => new DepthLevel(_levels[level, 0] / _timeSeconds.Count, _levels[level, 1] / _timeSeconds.Count))]);

    private IEnumerable<double> Cells()
    {
        for (int column = 0; column < _quantities.GetLength(0); column++)
        {
            for (int row = 0; row < _quantities.GetLength(1); row++)
            {
                for (int side = 0; side < 2; side++)
                {
                    if (_quantities[column, row, side] > 0)
                    {
                        yield return column;
                        yield return row;
                        yield return (side == 0 ? -1 : 1) * _quantities[column, row, side] / _samplesPerColumn[column];
                    }
                }
            }
        }
    }

    private int Column(double time) =>
        Math.Min((int)Math.Round((time - _timeSeconds[0]) / _columnSeconds), _samplesPerColumn.Length - 1);

    /// <summary>The range of the mid, widened by how far the sampled levels typically reach: a stray far level does not flatten the rest.</summary>
    private (long LowestTick, long TicksPerRow, int Rows) PriceRange(BookSamples samples)
    {
        double[] mids = Present(samples.Mid);
        double[] lowestLevels = Present(samples.LowestLevel);
        if (lowestLevels.Length == 0)
        {
            return (0, 1, 1);
        }

        // Without a mid, one side was always empty, and the levels of the other are the range.
        long lowest = Ticks(mids.Length > 0 ? mids.Min() - Reach(samples.Mid, samples.LowestLevel) : lowestLevels.Min());
        long highest = Ticks(mids.Length > 0 ? mids.Max() + Reach(samples.Mid, samples.HighestLevel) : Present(samples.HighestLevel).Max());
        long ticks = NiceTicks((highest - lowest + MaximumRows - 1) / (MaximumRows - 1));
        lowest = FloorDivide(lowest, ticks) * ticks;
        return (lowest, ticks, (int)((highest - lowest) / ticks) + 1);
    }

    private static double Reach(List<double> mid, List<double> level)
    {
        double[] distances = Present(mid.Zip(level, (centre, edge) => Math.Abs(edge - centre)));
        return distances.Length > 0 ? Quantile.Median(distances) : 0;
    }

    private static double[] Present(IEnumerable<double> values) => [.. values.Where(value => !double.IsNaN(value))];

    /// <summary>The smallest of 1, 2, 5, 10, 20, 50, … that is not below.</summary>
    private static long NiceTicks(long atLeast)
    {
        for (long decade = 1; ; decade *= 10)
        {
            foreach (long factor in (ReadOnlySpan<long>)[1, 2, 5])
            {
                if (factor * decade >= atLeast)
                {
                    return factor * decade;
                }
            }
        }
    }

    private long Ticks(double price) => (long)Math.Round(price / _tickSize);

    private static long FloorDivide(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);
}
