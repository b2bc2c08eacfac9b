using MarketSim.Reporting.Charts;
using MarketSim.Reporting.RunFolders;
using MarketSim.Reporting.Series;
using MarketSim.Reporting.StylizedFacts;

namespace MarketSim.Reporting.Page;

/// <summary>Reads a run folder, whole, into what the page shows.</summary>
internal sealed class RunReader
{
    private const int PointsPerLine = 2_000;
    private const int PointsPerGroupLine = 800;
    private const int Stretches = 400;
    private const int VolumeBarsDrawn = 130;
    private const int RowsPerTable = 27;

    private readonly string runFolder;
    private readonly RunFacts facts;
    private readonly BookSamples book;
    private readonly CounterSamples counters;
    private readonly GroupSamples groups;
    private readonly SessionAxis axis;
    private readonly double[] positions;

    private RunReader(string runFolder)
    {
        _runFolder = runFolder;
        facts = RunFactsFile.Read(runFolder);
        book = BookFile.ReadBestPrices(runFolder);
        counters = CounterFile.Read(runFolder);
        groups = GroupFile.Read(runFolder);
        axis = SessionAxis.Over(facts, book.TimeSeconds);
        positions = axis.Positions(book.TimeSeconds);
    }

    /// <exception cref="RunFolderException">A file is missing or malformed.</exception>
    public static ReportModel Read(string runFolder) => new RunReader(runFolder).ToModel();

    private ReportModel ToModel()
    {
        IReadOnlyList<GroupResult> results = AgentFile.Read(runFolder);
        (double first, double last) = positions.Length > 0 ? (positions[0], positions[^1]) : (0, 0);
        var drawnBars = new VolumeBars(axis, first, last, VolumeBarsDrawn, facts.TickNanoseconds / 1e9);
        var listedBars = new VolumeBars(axis, first, last, RowsPerTable, facts.TickNanoseconds / 1e9);
        var flow = new TradeFlow();
        var profile = new VolumeProfile(facts, book.TimeSeconds);
        bool anyTrade = false;
        foreach (Trade trade in TradeFile.Read(runFolder))
        {
            anyTrade = true;
            drawnBars.Add(trade);
            listedBars.Add(trade);
            flow.Add(trade);
            profile.Add(trade);
        }

        var path = new PricePath(book);
        ChartData drawn = Drawn(path, anyTrade ? drawnBars.ToChart() : null);
        return new ReportModel(
            facts,
            axis,
            MarketSummary.Of(book),
            results,
            StylizedFactSheet.Of(path, flow, profile),
            drawn,
            Listed(drawn, anyTrade ? listedBars.ToChart() : null));
    }

    private ChartData Drawn(PricePath path, VolumeChart? volume)
    {
        IntervalReturns returns = path.Over(path.SampleIntervalSeconds);
        double[] mids = [.. book.Mid.Where(mid => !double.IsNaN(mid))];
        return new ChartData(
            ChartAxis.Of(axis, positions),
            Numbers.DecimalsOf(facts.TickSize),
            facts.TickSize,
            book.Count > 1 ? PriceChart.Of(book, positions, PointsPerLine) : null,
            Spread(Stretches),
            Depth(),
            volume,
            // The mid moves by half ticks.
            mids.Length > 0 ? ReturnChart.Of(returns, facts.TickSize / 2 / mids.Average()) : null,
            AutocorrelationChart.Of(returns),
            Groups(PointsPerGroupLine),
            Rates(Stretches));
    }

    private ChartData Listed(ChartData drawn, VolumeChart? volume) => drawn with
    {
        Price = book.Count > 1 ? PriceChart.Evenly(book, positions, RowsPerTable) : null,
        Spread = Spread(RowsPerTable),
        Volume = volume,
        Groups = Groups(RowsPerTable),
        Rates = Rates(RowsPerTable),
    };

    private SpreadChart? Spread(int maximumPoints)
    {
        SpreadChart chart = SpreadChart.Of(book, positions, facts.TickSize, maximumPoints);
        return chart.Time.Length > 0 ? chart : null;
    }

    private DepthChart? Depth()
    {
        if (book.LevelCount == 0 || book.Count == 0)
        {
            return null;
        }

        var grid = new DepthGrid(book, positions, facts.TickSize);
        foreach (LevelSample level in BookFile.ReadLevels(runFolder))
        {
            grid.Add(level);
        }

        DepthChart chart = grid.ToChart(PriceChart.Of(book, positions, Stretches));
        return chart.Cells.Length > 0 ? chart : null;
    }

    private GroupChart? Groups(int maximumPoints) => groups.TimeSeconds.Count > 1
        ? GroupChart.Of(groups, axis.Positions(groups.TimeSeconds), maximumPoints)
        : null;

    private RateChart? Rates(int maximumPoints)
    {
        RateChart chart = RateChart.Of(counters, axis.Positions(counters.TimeSeconds), maximumPoints);
        return chart.Time.Length > 0 ? chart : null;
    }
}
