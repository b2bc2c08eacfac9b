using MarketSim.Reporting.Charts;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Series;
using MarketSim.Reporting.StylizedFacts;
using MarketSim.Results;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.RunPages;

/// <summary>Reads a run folder, whole, into what the page shows.</summary>
internal sealed class RunReader
{
    private const int PointsPerLine = 2_000;
    private const int PointsPerGroupLine = 800;
    private const int Stretches = 400;
    private const int BarsDrawn = 130;
    private const int RowsPerTable = 27;

    private readonly string _runFolder;
    private readonly RunSummary _run;
    private readonly BookSamples _book;
    private readonly CounterSamples _counters;
    private readonly GroupSamples _groups;
    private readonly IReadOnlyList<GroupOutcome> _results;
    private readonly double _tickSize;
    private readonly TrainingModel? _training;
    private readonly EpisodeBorders _borders;
    private readonly long? _agent;

    private RunReader(string runFolder, RunSummary run, long? agent)
    {
        _agent = agent;
        _runFolder = runFolder;
        _run = run;
        _tickSize = (double)run.TickSize;
        _book = BookFile.ReadBestPrices(runFolder);
        _counters = CounterFile.Read(runFolder);
        _groups = GroupFile.Read(runFolder);
        _training = TrainingModel.Read(runFolder);
        _borders = _training?.Borders(run) ?? EpisodeBorders.None;

        // What the agents ended with is written when a run has finished.
        _results = run.Status == RunStatus.Finished ? AgentFile.Read(runFolder) : [.. _groups.Groups.Select(GroupOutcome.Of)];
    }

    /// <exception cref="RunFolderException">A file is missing or malformed.</exception>
    /// <param name="agent">Agent whose fills are marked on the price; null for none.</param>
    public static ReportModel Read(string runFolder, long? agent = null)
    {
        RunSummary run = SummaryFile.Read(runFolder);
        try
        {
            return new RunReader(runFolder, run, agent).ToModel();
        }
        catch (RunFolderException exception) when (run.Status == RunStatus.Running)
        {
            throw new RunFolderException($"{exception.Message} The run has not ended: wait for it, or resume it, and make the report again.", exception);
        }
    }

    private ReportModel ToModel()
    {
        VolumeBars drawnBars = Bars(BarsDrawn);
        VolumeBars listedBars = Bars(RowsPerTable);
        var flow = new TradeFlow(_borders);
        var profile = new VolumeProfile(_run.OpenSeconds, _run.CloseSeconds, _book.TimeSeconds, _borders);
        bool keptTrades = TradeFile.Exists(_runFolder);
        foreach (Trade trade in keptTrades ? TradeFile.Read(_runFolder) : [])
        {
            drawnBars.Add(trade);
            listedBars.Add(trade);
            flow.Add(trade);
            profile.Add(trade);
        }

        var path = new PricePath(_book, _borders);
        ChartData drawn = Drawn(path, keptTrades ? drawnBars.ToChart() : drawnBars.ToChart(_book)) with
        {
            Candles = Candles(keptTrades ? drawnBars.ToCandles() : drawnBars.ToCandles(_book)),
            Markers = _agent is { } agent ? AgentMarkers.Of(_runFolder, _run, agent) : null,
        };
        return new ReportModel(
            _run,
            new SimulatedClock(_book.TimeSeconds, _borders),
            MarketSummary.Of(_book),
            _results,
            StylizedFactSheet.Of(path, flow, profile),
            drawn,
            Listed(drawn, keptTrades ? listedBars.ToChart() : listedBars.ToChart(_book)) with { Candles = Candles(keptTrades ? listedBars.ToCandles() : listedBars.ToCandles(_book)) })
        {
            Training = _training,
            Positions = _training is null
                ? null
                : PositionFigure.Of(_training, _book, _groups, _run.TickNanoseconds / 1e9, _run.OpenSeconds),
            Options = _training is null ? [] : OptionBandsFigure.Of(_training, _book, _run.TickNanoseconds / 1e9, _run.OpenSeconds),
        };
    }

    private VolumeBars Bars(int maximumBars)
    {
        (double first, double last) = _book.Count > 0 ? (_book.TimeSeconds[0], _book.TimeSeconds[^1]) : (0, 0);
        return new VolumeBars(first, last, maximumBars, _run.TickNanoseconds / 1e9);
    }

    private ChartData Drawn(PricePath path, VolumeChart volume)
    {
        IntervalReturns returns = path.Over(path.SampleIntervalSeconds);
        double[] mids = [.. _book.Mid.Where(mid => !double.IsNaN(mid))];
        return new ChartData(
            _book.Count > 0
                ? new ChartAxis(new SimulatedClock(_book.TimeSeconds, _borders).HasSeveralDays, _book.TimeSeconds[0], _book.TimeSeconds[^1], _borders.OpenSeconds, _borders.EpisodeSeconds)
                : new ChartAxis(HasSeveralDays: false, 0, 0, 0, 0),
            Numbers.DecimalsOf(_tickSize),
            _tickSize,
            _book.Count > 1 ? PriceChart.Of(_book, PointsPerLine, _borders) : null,
            Spread(Stretches),
            Depth(),
            Traded(volume),
            // The mid moves by half ticks.
            mids.Length > 0 ? ReturnChart.Of(returns, _tickSize / 2 / mids.Average()) : null,
            AutocorrelationChart.Of(returns),
            Groups(PointsPerGroupLine, _borders),
            Rates(Stretches));
    }

    private ChartData Listed(ChartData drawn, VolumeChart volume) => drawn with
    {
        Price = _book.Count > 1 ? PriceChart.Evenly(_book, RowsPerTable) : null,
        Spread = Spread(RowsPerTable),
        Volume = Traded(volume),
        Groups = Groups(RowsPerTable, EpisodeBorders.None),
        Rates = Rates(RowsPerTable),
    };

    private static CandleChart? Candles(CandleChart chart) => chart.Close.Any(static price => !double.IsNaN(price)) ? chart : null;

    private static VolumeChart? Traded(VolumeChart chart) => chart.Volume.Any(volume => volume > 0) ? chart : null;

    private SpreadChart? Spread(int maximumPoints)
    {
        SpreadChart chart = SpreadChart.Of(_book, _tickSize, maximumPoints);
        return chart.Time.Length > 0 ? chart : null;
    }

    private DepthChart? Depth()
    {
        if (_book.LevelCount == 0 || _book.Count == 0)
        {
            return null;
        }

        var grid = new DepthGrid(_book, _tickSize);
        foreach (LevelSample level in BookFile.ReadLevels(_runFolder))
        {
            grid.Add(level);
        }

        DepthChart chart = grid.ToChart(PriceChart.Of(_book, Stretches, _borders));
        return chart.Cells.Length > 0 ? chart : null;
    }

    private GroupChart? Groups(int maximumPoints, EpisodeBorders borders) =>
        _groups.TimeSeconds.Count > 1 ? GroupChart.Of(_groups, maximumPoints, borders) : null;

    private RateChart? Rates(int maximumPoints)
    {
        RateChart chart = RateChart.Of(_counters, maximumPoints);
        return chart.Time.Length > 0 ? chart : null;
    }
}
