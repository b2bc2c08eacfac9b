using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.RunFolders;
using MarketSim.Reporting.Series;
using MarketSim.Reporting.StylizedFacts;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Results;
using MarketSim.Simulation.Scenarios;
using MarketSim.Simulation.Scenarios.Reading;

namespace MarketSim.Reporting.Realism;

/// <summary>The facts of one run, or of one real series, and the curves behind them.</summary>
/// <param name="Name">What it is called in tables and legends.</param>
internal sealed record RealismRun(string Name, IReadOnlyList<StylizedFact> Facts, RealismCurves Curves)
{
    /// <summary>From the tables of a run folder; episodes, and the days of a session of several, are cut apart.</summary>
    /// <exception cref="RunFolderException">A table is missing or malformed, or the run kept no trades.</exception>
    public static RealismRun Read(string folder, string name)
    {
        RunSummary run = SummaryFile.Read(folder);
        if (!TradeFile.Exists(folder))
        {
            throw new RunFolderException($"{folder} has no {RunFolder.TradesFile}, which order flow and impact are measured by; run the scenario with output: {{ trades: true }}.");
        }

        EpisodeBorders borders = BordersOf(folder, run);
        BookSamples book = BookFile.ReadBestPrices(folder);
        var path = new PricePath(book, borders);
        var flow = new TradeFlow(borders);
        var profile = new VolumeProfile(run, book.TimeSeconds, borders);
        var parents = new ParentOrderTape(borders);
        foreach (Trade trade in TradeFile.Read(folder))
        {
            flow.Add(trade);
            profile.Add(trade);
            parents.Add(trade);
        }

        IntervalReturns minutes = path.Over(ReturnFacts.MinuteSeconds);
        double daySeconds = borders.HasSeveral ? borders.EpisodeSeconds : run.CloseSeconds - run.OpenSeconds;
        double minutesPerDay = daySeconds / ReturnFacts.MinuteSeconds;
        double dailyVolume = minutes.Count > 0 ? minutes.Volumes.Average() * minutesPerDay : 0;
        double dailyVolatility = minutes.Count > 1 ? minutes.Moments().StandardDeviation * Math.Sqrt(minutesPerDay) : 0;
        MetaorderImpact impact = MetaorderImpact.Of(parents.Parents(), book, borders, dailyVolatility, dailyVolume);
        return new RealismRun(
            name,
            [.. StylizedFactSheet.Of(path, flow, profile), impact.IsConcave(), impact.RevertsInPart()],
            RealismCurves.Of(path, ReturnFacts.MinuteSeconds) with { SignMemory = flow.SignMemory(RealismCurves.LastLag), VolumeProfile = profile.Relative(), Impact = impact.Curve });
    }

    /// <summary>Of a training its episodes; of a session of several days those.</summary>
    internal static EpisodeBorders BordersOf(string folder, RunSummary run)
    {
        if (TrainingModel.Read(folder)?.Borders(run) is { HasSeveral: true } episodes)
        {
            return episodes;
        }

        Scenario scenario = ScenarioReader.ReadFile(Path.Combine(folder, RunFolder.ScenarioFile));
        double day = scenario.Market.Activity.DayNanoseconds / 1e9;
        return day > 0 && day < run.CloseSeconds - run.OpenSeconds ? new EpisodeBorders(run.OpenSeconds, day) : EpisodeBorders.None;
    }
}

/// <summary>The curves of a run.</summary>
internal sealed record RealismCurves
{
    public const int LastLag = 100;

    private static readonly double[] SignatureIntervals = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800];

    /// <summary>Absolute returns in standard deviations, largest first.</summary>
    public double[] SortedReturns { get; init; } = [];

    /// <summary>Autocorrelation of absolute returns at lags from 0.</summary>
    public double[] AbsoluteMemory { get; init; } = [];

    /// <summary>Autocorrelation of returns at lags from 0.</summary>
    public double[] ReturnMemory { get; init; } = [];

    /// <summary>Autocorrelation of the signs of trades at lags from 0.</summary>
    public double[] SignMemory { get; init; } = [];

    /// <summary>Variance of returns per second by the interval that they are of, in units of that at the longest: flat where prices diffuse.</summary>
    public IReadOnlyList<(double Seconds, double Variance)> Signature { get; init; } = [];

    /// <summary>Volume of each thirteenth of the day as a multiple of an even one.</summary>
    public double[] VolumeProfile { get; init; } = [];

    /// <summary>Impact in daily volatilities by size in daily volumes.</summary>
    public IReadOnlyList<(double Size, double Impact, double Error)> Impact { get; init; } = [];

    public static RealismCurves Of(PricePath path, double intervalSeconds)
    {
        IntervalReturns returns = path.Over(intervalSeconds);
        double deviation = returns.Count > 1 ? returns.Moments().StandardDeviation : 0;
        if (returns.Count <= LastLag || deviation == 0)
        {
            return new RealismCurves { Signature = SignatureOf(path) };
        }

        return new RealismCurves
        {
            SortedReturns = [.. returns.AbsoluteReturns.Select(value => value / deviation).OrderDescending()],
            AbsoluteMemory = Autocorrelation.Of(returns.AbsoluteReturns, LastLag, returns.PieceStarts).Coefficients.ToArray(),
            ReturnMemory = Autocorrelation.Of(returns.Returns, LastLag, returns.PieceStarts).Coefficients.ToArray(),
            Signature = SignatureOf(path),
        };
    }

    private static IReadOnlyList<(double Seconds, double Variance)> SignatureOf(PricePath path)
    {
        (double Seconds, double Variance)[] points =
        [
            .. SignatureIntervals.Select(seconds => (seconds, Returns: path.Over(seconds)))
                .Where(point => point.Returns.Count >= 20)
                .Select(point => (point.seconds, point.Returns.Returns.Sum(value => value * value) / point.Returns.Count / point.seconds)),
        ];
        double last = points.Length > 0 ? points[^1].Variance : 0;
        return last > 0 ? [.. points.Select(point => (point.Seconds, point.Variance / last))] : [];
    }

    /// <summary>Points of the distribution of absolute returns: log10 of the size in standard deviations, log10 of the share that is larger.</summary>
    public (double[] Size, double[] Share) Tail()
    {
        int[] ranks = [.. Enumerable.Range(0, 60).Select(i => (int)Math.Round(Elementary.Exp(i / 59.0 * Elementary.Log(Math.Max(1, SortedReturns.Length))))).Distinct().Where(rank => rank <= SortedReturns.Length && SortedReturns[rank - 1] > 0)];
        double log10 = Elementary.Log(10);
        return (
            [.. ranks.Reverse().Select(rank => Elementary.Log(SortedReturns[rank - 1]) / log10)],
            [.. ranks.Reverse().Select(rank => Elementary.Log(rank / (double)SortedReturns.Length) / log10)]);
    }
}
