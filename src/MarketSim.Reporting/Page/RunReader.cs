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

    private readonly string _runFolder;
    private readonly RunFacts _facts;
    private readonly BookSamples _book;
    private readonly CounterSamples _counters;
    private readonly GroupSamples _groups;
    private readonly SessionAxis _axis;
    private readonly double[] _positions;

    private RunReader(string runFolder)
    {
        _runFolder = runFolder;
        _facts = RunFactsFile.Read(runFolder);
        _book = BookFile.ReadBestPrices(runFolder);
        _counters = CounterFile.Read(runFolder);
        _groups = GroupFile.Read(runFolder);
        _axis = SessionAxis.Over(_facts, _book.TimeSeconds);
        _positions = _axis.Positions(_book.TimeSeconds);
    }

    /// <exception cref="RunFolderException">A file is missing or malformed.</exception>
    public static ReportModel Read(string runFolder) => new RunReader(runFolder).ToModel();

    private ReportModel ToModel()
    {
        IReadOnlyList<GroupResult> results = AgentFile.Read(_runFolder);
        (double first, double last) = _positions.Length > 0 ? (_positions[0], _positions[^1]) : (0, 0);
        var drawnBars = new VolumeBars(_axis, first, last, VolumeBarsDrawn, _facts.TickNanoseconds / 1e9);
        var listedBars = new VolumeBars(_axis, first, last, RowsPerTable, _facts.TickNanoseconds / 1e9);
        var flow = new TradeFlow();
        var profile = new VolumeProfile(_facts, _book.TimeSeconds);
        bool anyTrade = false;
        foreach (Trade trade in TradeFile.Read(_runFolder))
        {
            anyTrade = true;
            drawnBars.Add(trade);
            listedBars.Add(trade);
            flow.Add(trade);
            profile.Add(trade);
        }

        var path = new PricePath(_book);
        ChartData drawn = Drawn(path, anyTrade ? drawnBars.ToChart() : null);
        return new ReportModel(
            _facts,
            _axis,
            MarketSummary.Of(_book),
            results,
            StylizedFactSheet.Of(path, flow, profile),
            drawn,
            Listed(drawn, anyTrade ? listedBars.ToChart() : null));
    }

    private ChartData Drawn(PricePath path, VolumeChart? volume)
    {
        IntervalReturns returns = path.Over(path.SampleIntervalSeconds);
        double[] mids = [.. _book.Mid.Where(mid => !double.IsNaN(mid))];
        return new ChartData(
            ChartAxis.Of(_axis, _positions),
            Numbers.DecimalsOf(_facts.TickSize),
            _facts.TickSize,
            _book.Count > 1 ? PriceChart.Of(_book, _positions, PointsPerLine) : null,
            Spread(Stretches),
            Depth(),
            volume,
            // The mid moves by half ticks.
            mids.Length > 0 ? ReturnChart.Of(returns, _facts.TickSize / 2 / mids.Average()) : null,
            AutocorrelationChart.Of(returns),
            Groups(PointsPerGroupLine),
            Rates(Stretches));
    }

    private ChartData Listed(ChartData drawn, VolumeChart? volume) => drawn with
    {
        Price = _book.Count > 1 ? PriceChart.Evenly(_book, _positions, RowsPerTable) : null,
        Spread = Spread(RowsPerTable),
        Volume = volume,
        Groups = Groups(RowsPerTable),
        Rates = Rates(RowsPerTable),
    };

    private SpreadChart? Spread(int maximumPoints)
    {
        SpreadChart chart = SpreadChart.Of(_book, _positions, _facts.TickSize, maximumPoints);
        return chart.Time.Length > 0 ? chart : null;
    }

    private DepthChart? Depth()
    {
        if (_book.LevelCount == 0 || _book.Count == 0)
        {
            return null;
        }

        var grid = new DepthGrid(_book, _positions, _facts.TickSize);
        foreach (LevelSample level in BookFile.ReadLevels(_runFolder))
        {
            grid.Add(level);
        }

        DepthChart chart = grid.ToChart(PriceChart.Of(_book, _positions, Stretches));
        return chart.Cells.Length > 0 ? chart : null;
    }

    private GroupChart? Groups(int maximumPoints) => _groups.TimeSeconds.Count > 1
        ? GroupChart.Of(_groups, _axis.Positions(_groups.TimeSeconds), maximumPoints)
        : null;

    private RateChart? Rates(int maximumPoints)
    {
        RateChart chart = RateChart.Of(_counters, _axis.Positions(_counters.TimeSeconds), maximumPoints);
        return chart.Time.Length > 0 ? chart : null;
    }
}
