using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Series;
using MarketSim.Results;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.RunPages;

/// <summary>A run's market in the figures by which runs are compared, from its <c>book.csv</c>; NaN where there are too few samples.</summary>
/// <param name="Spread">Mean of best ask less best bid over the samples that have both, in currency.</param>
/// <param name="Volatility">Standard deviation of the log returns of the mid over a minute (a longer sample interval is scaled by its root), as a share.</param>
/// <param name="ExcessKurtosis">Of the same returns; 0 for normal ones.</param>
internal sealed record MarketFigures(double Spread, double Volatility, double ExcessKurtosis)
{
    private const double MinuteSeconds = 60;

    /// <summary>Returns over the border of two episodes are none.</summary>
    /// <param name="runFolder">Of a run that has ended.</param>
    /// <exception cref="MarketSim.Results.RunFolderException">A file is missing or malformed.</exception>
    public static MarketFigures Read(string runFolder)
    {
        BookSamples book = BookFile.ReadBestPrices(runFolder);
        EpisodeBorders borders = TrainingModel.Read(runFolder)?.Borders(SummaryFile.Read(runFolder)) ?? EpisodeBorders.None;
        var path = new PricePath(book, borders);
        IntervalReturns returns = path.Over(Math.Max(MinuteSeconds, path.SampleIntervalSeconds));
        var moments = returns.Moments();
        bool varies = returns.Count > 1 && moments.StandardDeviation > 0;
        return new MarketFigures(
            MarketSummary.Of(book).MeanSpread,
            returns.Count > 1 ? moments.StandardDeviation * Math.Sqrt(MinuteSeconds / returns.IntervalSeconds) : double.NaN,
            varies && returns.Count > 3 ? moments.ExcessKurtosis : double.NaN);
    }
}
