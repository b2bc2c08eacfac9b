using MarketSim.Agents.Population;
using MarketSim.Engine;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Results.Checkpoints;
using MarketSim.Results.Tables;
using MarketSim.Scenarios;

namespace MarketSim.Results.Recording;

/// <summary>
/// Writes the tables of a run: every trade as it happens, and at a fixed interval of simulated time the book, the counters and the groups. A
/// sample shows the market as it was when the last tick before it closed.
/// </summary>
public sealed class RunRecorder : ITradeListener, IDisposable
{
    private readonly IOutputFiles _files;
    private readonly Scenario _scenario;
    private readonly Population _population;
    private readonly ScenarioMarket _market;
    private readonly ScenarioOutput _output;
    private readonly IReadOnlyList<AgentGroup> _groups;
    private readonly GroupTotals _totals;
    private readonly CsvTableWriter? _tradesFile;
    private readonly TradeTableWriter? _trades;
    private readonly CsvTableWriter _bookFile;
    private readonly BookTableWriter _book;
    private readonly CsvTableWriter _countersFile;
    private readonly CsvTableWriter _groupsFile;
    private readonly TrainingTableWriter? _training;
    private readonly TradingSession _session;
    private CsvTableWriter? _agentsFile;
    private readonly BookLevel[] _bids;
    private readonly BookLevel[] _asks;
    private readonly DecimalUnit _quantity;
    private readonly DecimalUnit _cash;
    private readonly RunObservation _observation;
    private long _nextSample;

    /// <summary>Opens the tables: with their headings, or where a checkpoint left them.</summary>
    /// <param name="files">Of the run.</param>
    /// <param name="resumeAt">The lengths of the files at the checkpoint that the run resumes from; null for a new run.</param>
    /// <param name="market">Of the scenario.</param>
    /// <param name="observer">Sees what is written; null for none.</param>
    /// <exception cref="RunFolderException">A file is shorter than at the checkpoint, or missing.</exception>
    public RunRecorder(IOutputFiles files, Scenario scenario, MarketDefinition market, IReadOnlyList<OutputLength>? resumeAt, IRunObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(market);
        _observation = new RunObservation(observer);
        Definition = market;
        _files = files;
        _scenario = scenario;
        _population = market.Population;
        _market = scenario.Market;
        _session = scenario.Calendar.Whole;
        _output = scenario.Output;
        _groups = _population.Groups;
        _totals = new GroupTotals(_groups, scenario.Market.InitialPrice);
        _bids = new BookLevel[Math.Max(1, _output.BookLevels)];
        _asks = new BookLevel[_bids.Length];
        Instrument instrument = _market.Instrument;
        _quantity = DecimalUnit.Of(instrument.LotSize);
        _cash = DecimalUnit.Of(instrument.TickSize * instrument.LotSize);
        _tradesFile = _output.Trades ? Open(RunFolder.TradesFile, [.. TradeTableWriter.Columns, .. TradeTableWriter.ParentColumns]) : null;
        _trades = _tradesFile is null ? null : new TradeTableWriter(_tradesFile, instrument);
        _bookFile = Open(RunFolder.BookFile, BookTableWriter.Columns(_output.BookLevels));
        _book = new BookTableWriter(_bookFile, instrument, _output.BookLevels);
        _countersFile = Open(RunFolder.MetricsFile, CounterFile.Columns);
        _groupsFile = Open(RunFolder.GroupsFile, GroupColumns);
        _training = scenario.Training is null
            ? null
            : new TrainingTableWriter(
                market,
                Open(RunFolder.EpisodesFile, EpisodeFile.Columns(market.Curriculum is not null)),
                Open(RunFolder.LearningFile, TrainingTableWriter.LearningColumns),
                market.Curriculum is { } curriculum ? new CurriculumTableWriter(curriculum, Open(RunFolder.CurriculumFile, CurriculumTableWriter.Columns)) : null);

        // The tables' names must be on the disk before a manifest that counts on them.
        files.FlushNames();

        CsvTableWriter Open(string name, IEnumerable<string> columns) => resumeAt is null
            ? new CsvTableWriter(files.Open(name, length: null), columns)
            : new CsvTableWriter(files.Open(name, resumeAt.Single(output => output.File == name).Length), columns: null);
    }

    /// <summary>The market of the scenario.</summary>
    public MarketDefinition Definition { get; }

    /// <summary>The calls of the observer; without one they do nothing.</summary>
    public RunObservation Observation => _observation;

    /// <summary>The status of the training; null for a run without one.</summary>
    public TrainingStatus? Training => _training?.Status;

    /// <summary>Number of ended episodes of a training; 0 for a run without one.</summary>
    public int EndedEpisodes => _training?.EndedEpisodes ?? 0;

    private static IEnumerable<string> GroupColumns { get; } =
        ["tick", "time_seconds", "group", "type", "agents", "cash", "inventory", "profit", "fees"];

    /// <summary>The market is new or restored.</summary>
    /// <param name="engine">Of the run.</param>
    public void Begins(MarketEngine engine) => _observation.Begins(new RunView(_scenario, Definition, engine, _totals));

    /// <summary>Records a trade: in the totals of the groups, with the observer, and as a row.</summary>
    public void Traded(long tick, in BookEvent trade, long takerFee, long makerFee)
    {
        _totals.Trade(trade, takerFee, makerFee);
        _observation.Traded(tick, trade);
        if (_trades is null)
        {
            return;
        }

        _trades.Write(tick, trade);
        _trades.WriteParents(trade);
        _tradesFile!.EndRow();
    }

    /// <summary>True when a sample of that time or an earlier one is still to be written.</summary>
    public bool IsDueAt(SimulatedTime time) => _nextSample <= Math.Min(time - _session.Open, _session.Length);

    /// <summary>Writes the samples that are due before a time.</summary>
    /// <param name="counters">Of the whole run.</param>
    public void SampleBefore(SimulatedTime time, Venue venue, in VenueCounters counters, AgentCounters agents)
    {
        while (_nextSample < time - _session.Open && _nextSample <= _session.Length)
        {
            Sample(_session.Open + _nextSample, venue, counters, agents);
            _nextSample += _output.SampleIntervalNanoseconds;
        }
    }

    /// <summary>Continues after the last sample, after a restore.</summary>
    public void ResumeAfter(long tick, Ledger ledger)
    {
        TradingSession session = _session;
        _totals.Restore(ledger);

        // Samples up to the opening of the last opened tick are written; see SampleBefore.
        _nextSample = tick < 0 ? 0 : (((session.OpenOf(tick) - session.Open) / _output.SampleIntervalNanoseconds) + 1) * _output.SampleIntervalNanoseconds;
    }

    /// <summary>Another episode begins, with the opening positions.</summary>
    public void BeginEpisode(Ledger ledger) => _totals.Restore(ledger);

    /// <summary>Writes what participants reported to the market within a tick.</summary>
    public void Reported(long tick, TickReports reports)
    {
        if (reports.EpisodeRows.Count > 0)
        {
            _training?.Write(tick, reports.EpisodeRows, reports.Stages);
        }

        foreach (StageEvaluated evaluated in reports.Evaluations)
        {
            _training?.Write(evaluated);
        }

        foreach (LearnerRow row in reports.LearnerRows)
        {
            _training?.Write(row, reports.Episode);
        }
    }

    /// <summary>Writes the final state of every agent, when the run is over.</summary>
    /// <param name="results">One per agent in order of accounts.</param>
    /// <param name="mark">The price that inventories are valued at.</param>
    public void Settle(IReadOnlyList<AgentResult> results, Price mark)
    {
        _agentsFile = AgentTableWriter.Write(_files, _scenario, _population, results, mark);
        _files.FlushNames();
    }

    /// <summary>Makes everything written so far part of the next checkpoint.</summary>
    public IReadOnlyList<OutputFlush> Flush() => [.. Files().Select(file => file.Flush())];

    /// <summary>Closes the tables; rows that belong to no checkpoint are cut off.</summary>
    public void Dispose()
    {
        foreach (CsvTableWriter file in Files())
        {
            file.Dispose();
        }
    }

    private IEnumerable<CsvTableWriter> Files() => new[] { _tradesFile, _bookFile, _countersFile, _groupsFile, _training?.Episodes, _training?.Learning, _training?.Curriculum, _agentsFile }.OfType<CsvTableWriter>();

    private void Sample(SimulatedTime time, Venue venue, in VenueCounters counters, AgentCounters agents)
    {
        long tick = _session.TickAt(time);
        SampleBook(tick, time, venue, counters);
        CounterFile.Write(_countersFile, tick, time, counters, agents, _quantity);
        SampleGroups(tick, time, venue);
        _observation.Sampled(tick, time);
    }

    private void SampleBook(long tick, SimulatedTime time, Venue venue, in VenueCounters counters)
    {
        OrderBook book = venue.Book;
        ReadOnlySpan<BookLevel> bids = _bids.AsSpan(0, book.CopyLevels(Side.Buy, _bids));
        ReadOnlySpan<BookLevel> asks = _asks.AsSpan(0, book.CopyLevels(Side.Sell, _asks));
        _book.Write(tick, time, bids, asks, venue.LastPrice, counters.VolumeLots, venue.Fundamental.Value);
        _bookFile.EndRow();
    }

    private void SampleGroups(long tick, SimulatedTime time, Venue venue)
    {
        foreach (AgentGroup group in _groups)
        {
            (long cash, long inventory) = _totals[group.Index];
            StartRow(_groupsFile, tick, time);
            _groupsFile.Text(group.Name);
            _groupsFile.Text(group.Agent.Type);
            _groupsFile.Number(group.Count);
            _groupsFile.Number(cash, _cash);
            _groupsFile.Number(inventory, _quantity);
            _groupsFile.Number(_totals.Profit(group.Index, venue.LastPrice), _cash);
            _groupsFile.Number(_totals.Fees(group.Index), _cash);
            _groupsFile.EndRow();
        }

        // With it the fees of a sample add up to zero, and so do the profits where the agents began without inventory.
        StartRow(_groupsFile, tick, time);
        _groupsFile.Text(VenueResult.RowName);
        _groupsFile.Text(VenueResult.RowName);
        _groupsFile.Number(0);
        _groupsFile.Number(venue.Ledger.VenueCash, _cash);
        _groupsFile.Number(venue.Ledger.VenueInventory, _quantity);
        _groupsFile.Number(venue.Ledger.VenueProfit(venue.LastPrice), _cash);
        _groupsFile.Number(-_totals.AllFees, _cash);
        _groupsFile.EndRow();
    }

    private static void StartRow(CsvTableWriter file, long tick, SimulatedTime time)
    {
        file.Number(tick);
        file.Number(time.Nanoseconds, DecimalUnit.Nanosecond);
    }
}
