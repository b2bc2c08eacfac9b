using MarketSim.Engine;
using MarketSim.Market.Accounts;
using MarketSim.Numerics.Serialization;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Results.Recording;
using MarketSim.Results.Tables;
using MarketSim.Simulation.Participants;

namespace MarketSim.Simulation.Running;

/// <summary>Writes and restores the market's parts of a checkpoint, and collects those of the participants.</summary>
internal sealed class MarketCheckpoint
{
    /// <summary>Accounts of the ledger in one part, at least: fewer would be all names and digests.</summary>
    private const int MinAccountsPerPart = 1024;

    private readonly MarketEngine _engine;
    private readonly RunRecorder _recorder;
    private readonly MessagePackWriter _writer = new();
    private readonly int _accounts;
    private readonly int _accountsPerPart;
    private readonly bool _hasStages;
    private readonly List<PartReference> _parts = [];
    private readonly List<AgentResult> _results = [];
    private IReadOnlyList<OutputFlush> _flushed = [];

    public MarketCheckpoint(MarketEngine engine, RunContext context)
    {
        _engine = engine;
        _recorder = context.Recorder;
        _hasStages = context.Market.Curriculum is not null;
        _accounts = context.Market.Population.Count;
        _accountsPerPart = Math.Max(MinAccountsPerPart, context.Market.Population.BlockSize);
    }

    /// <summary>Names of the market's own parts.</summary>
    public string[] PartNames => [Results.Checkpoints.PartNames.Market, .. _hasStages ? [Results.Checkpoints.PartNames.Stages] : Array.Empty<string>(), .. Enumerable.Range(0, LedgerParts).Select(Results.Checkpoints.PartNames.Ledger)];

    private int LedgerParts => (_accounts + _accountsPerPart - 1) / _accountsPerPart;

    public void Begin()
    {
        _parts.Clear();
        _results.Clear();
    }

    public void Add(ParticipantSaved saved)
    {
        _parts.AddRange(saved.Parts);
        _results.AddRange(saved.Results);
    }

    /// <summary>Once all participants are saved: the market's own parts and the rows written since the last checkpoint, to be written to the store.</summary>
    /// <exception cref="InvalidOperationException">Portfolios and ledger differ: the program is wrong.</exception>
    public IReadOnlyList<PartContent> Save(RunStatus status)
    {
        _results.Sort((left, right) => left.Account.CompareTo(right.Account));
        Settlement.Check(_results, _engine.Venue.Ledger);
        _engine.Venue.Ledger.CheckConservation();
        if (status == RunStatus.Finished)
        {
            _recorder.Settle(_results, _engine.Venue.LastPrice);
        }

        _flushed = _recorder.Flush();
        return [SaveEngine(), .. Enumerable.Range(0, LedgerParts).Select(SaveLedger), .. Rows().Select(rows => rows.Part)];
    }

    /// <param name="written">The parts of <see cref="Save"/>, in the store.</param>
    public CheckpointPrepared Complete(IReadOnlyList<PartReference> written, RunStatus status)
    {
        Dictionary<string, PartReference> byName = written.ToDictionary(part => part.Name, StringComparer.Ordinal);
        List<OutputSegment> segments = [.. Rows().Select(rows => new OutputSegment(rows.File, rows.Offset, byName[rows.Part.Name]))];
        HashSet<string> outputs = [.. segments.Select(segment => segment.Part.Name)];
        _parts.AddRange(written.Where(part => !outputs.Contains(part.Name)));
        _parts.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return new CheckpointPrepared(
            _engine.Tick,
            status,
            [.. _parts],
            [.. _flushed.Select(file => new OutputLength(file.File, file.Length))],
            segments,
            [.. _results],
            new MarketTotals(
                _engine.VenueCounters,
                _engine.AgentCounters,
                _engine.Venue.Fingerprint.Value,
                _engine.Venue.Fingerprint.Milestones,
                _engine.Venue.LastPrice,
                _engine.Venue.Ledger.VenueCash,
                _engine.Venue.Ledger.VenueInventory));
    }

    /// <param name="parts">All of <see cref="PartNames"/>.</param>
    /// <param name="isProlonged">The run had ended, and continues with further episodes.</param>
    public void Restore(CheckpointParts parts, bool isProlonged)
    {
        if (_hasStages)
        {
            _engine.RestoreStages(parts[Results.Checkpoints.PartNames.Stages]);
        }

        var reader = new MessagePackReader(parts[Results.Checkpoints.PartNames.Market]);
        _engine.Restore(ref reader);
        Ledger ledger = _engine.Venue.Ledger;
        for (int part = 0; part < LedgerParts; part++)
        {
            var ledgerReader = new MessagePackReader(parts[Results.Checkpoints.PartNames.Ledger(part)]);
            (int first, int count) = AccountsOf(part);
            ledger.Restore(first, count, ref ledgerReader);
        }

        _engine.CompleteRestore(isProlonged);
        _recorder.ResumeAfter(_engine.Tick, _engine.Venue.Ledger);
    }

    private IEnumerable<OutputRows> Rows() => _flushed.SelectMany(file => file.Rows);

    private PartContent SaveEngine()
    {
        _writer.Clear();
        _engine.Save(_writer);
        return new PartContent(Results.Checkpoints.PartNames.Market, _writer.Written.ToArray());
    }

    private PartContent SaveLedger(int part)
    {
        _writer.Clear();
        (int first, int count) = AccountsOf(part);
        _engine.Venue.Ledger.Save(first, count, _writer);
        return new PartContent(Results.Checkpoints.PartNames.Ledger(part), _writer.Written.ToArray());
    }

    private (int First, int Count) AccountsOf(int part) => (part * _accountsPerPart, Math.Min(_accountsPerPart, _accounts - (part * _accountsPerPart)));
}
