using System.Runtime.ExceptionServices;
using MarketSim.Actors;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Fundamentals;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running.Participants;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Running;

/// <summary>
/// Owns the venue and the clock. A tick opens for the participants that are due, closes when all of them have answered, and the market goes
/// straight to the next tick at which anybody is due. Between two ticks it holds a barrier when a checkpoint is wanted.
/// </summary>
internal sealed class MarketActor : Actor, IVenueListener
{
    /// <summary>Ticks without any participant that are closed before other messages get their turn.</summary>
    private const int LoneTicksPerTurn = 256;

    /// <summary>Accounts of the ledger in one part, at least: fewer would be all names and digests.</summary>
    private const int LeastAccountsPerPart = 1024;

    private readonly MarketPlan _plan;
    private readonly Venue _venue;
    private readonly MessagePackWriter _writer = new();
    private readonly List<PartReference> _parts = [];
    private readonly List<AgentResult> _results = [];
    private IReadOnlyList<OutputFlush> _flushed = [];
    private readonly int[] _seatOfBlock;
    private readonly int _ledgerBlock;
    private IReadOnlyList<ActorRef> _participants = [];
    private ParticipantDesk[] _desks = [];
    private bool _isRestored;

    // What agents counted before this market was made; the participants count on from zero.
    private AgentCounters _countersBefore;
    private long _news;
    private int _awaited;
    private long _nextCheckpointTick = long.MaxValue;
    private bool _checkpointRequested;
    private RunStatus _statusAtBarrier = RunStatus.Running;

    public MarketActor(MarketPlan plan)
    {
        _plan = plan;
        ScenarioMarket market = plan.Scenario.Market;
        IFundamentalValue fundamental = market.Fundamental.Create(
            new FundamentalMarket(market.Instrument, market.Session, market.InitialPrice, plan.Scenario.Seed));
        _venue = new Venue(
            new VenueSettings(market.Instrument, market.Session, market.Rules, market.Fees, market.InitialPrice, market.SnapshotLevels, plan.Scenario.Seed),
            fundamental,
            plan.Population.OpeningPositions(market.InitialPrice),
            this);
        _ledgerBlock = Math.Max(LeastAccountsPerPart, plan.Population.BlockSize);
        _seatOfBlock = new int[plan.Population.BlockCount];
        foreach (Seat seat in plan.Seats)
        {
            foreach (int block in seat.Blocks)
            {
                _seatOfBlock[block] = seat.Index;
            }
        }
    }

    private TradingSession Session => _plan.Scenario.Market.Session;

    private AgentCounters Counters => _desks.Aggregate(_countersBefore with { News = _countersBefore.News + _news }, (sum, desk) => sum.Plus(desk.Counters));

    protected override void PreStart()
    {
        _plan.Gauge.Market = Self;
        if (_plan.RestoreFrom is { } manifest)
        {
            PartReference[] parts = [manifest.Part(PartNames.Market), .. Enumerable.Range(0, LedgerParts).Select(block => manifest.Part(PartNames.Ledger(block)))];
            _plan.Store.ReadAsync(parts).PipeTo(Self, Self, static contents => new PartsRead(contents));
        }
        else
        {
            Restored();
        }
    }

    public void Traded(long tick, in BookEvent trade, long takerFee, long makerFee) => _plan.Recorder.Traded(tick, trade, takerFee, makerFee);

    public void News(in AccountEvent news)
    {
        _news++;
        _desks[SeatOf(news.Account)].Post(news, _venue.Tick + 1);
    }

    protected override void Receive(object message)
    {
        switch (message)
        {
            case TickActions actions when IsAwaited(actions.Generation, actions.Participant) && actions.Tick == _venue.Tick:
                OnActions(actions);
                break;
            case Continue:
                GoOn();
                break;
            case ParticipantReady ready when IsAwaited(ready.Generation, ready.Participant):
                Answered(ready.Participant, ready.NextDueTick, default);
                if (_awaited == 0)
                {
                    GoOn();
                }

                break;
            case RequestCheckpoint request:
                Request(request);
                break;
            case ParticipantSaved saved when IsAwaited(saved.Generation, saved.Participant):
                OnSaved(saved);
                break;
            case CheckpointCommitted committed when committed.Generation == _plan.Generation && committed.Tick == _venue.Tick:
                GoOn();
                break;
            case PartsWritten written:
                OnWritten(written.Parts);
                break;
            case StartMarket start:
                _participants = start.Participants;
                PrepareAll();
                break;
            case PartsRead read:
                Restore(read.Contents);
                Restored();
                break;
            case Failure failure:
                ExceptionDispatchInfo.Throw(failure.Cause);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // A repeated answer must not close a barrier for somebody else.
    private bool IsAwaited(long generation, int participant) => generation == _plan.Generation && _desks[participant].IsAwaited;

    private void Request(RequestCheckpoint request)
    {
        if (_statusAtBarrier == RunStatus.Finished)
        {
            // The last checkpoint is being taken already.
            return;
        }

        _checkpointRequested = true;
        _statusAtBarrier = request.ThenStop ? RunStatus.Interrupted : _statusAtBarrier;
    }

    private void Restored()
    {
        if (_plan.Scenario.Checkpoint.EveryTicks is { } every)
        {
            _nextCheckpointTick = (((_venue.Tick + 1) / every) + 1) * every;
        }

        _isRestored = true;
        PrepareAll();
    }

    // Begins once the market is restored and knows its participants, whichever comes first.
    private void PrepareAll()
    {
        if (!_isRestored || _participants.Count == 0)
        {
            return;
        }

        _desks = [.. _participants.Select(_ => new ParticipantDesk())];
        for (int participant = 0; participant < _participants.Count; participant++)
        {
            Send(participant, new PrepareParticipant(_plan.Generation));
        }

        PassOnAll();
    }

    private void OnActions(TickActions actions)
    {
        _venue.Receive(actions.Requests);
        ParticipantDesk desk = _desks[actions.Participant];
        Answered(actions.Participant, actions.NextDueTick, actions.Counters);
        desk.Want(actions.StatementsWanted);
        if (_awaited == 0)
        {
            CloseTick();
            GoOn();
        }
    }

    // Goes through ticks until participants must be asked, a barrier is held, or the session is over.
    private void GoOn()
    {
        for (int lone = 0; lone < LoneTicksPerTurn; lone++)
        {
            long next = NextDueTick();
            if (next >= Session.TickCount)
            {
                EndSession();
                return;
            }

            if (_checkpointRequested || next >= _nextCheckpointTick)
            {
                HoldBarrier(next);
                return;
            }

            OpenTick(next);
            if (_awaited > 0)
            {
                return;
            }

            CloseTick();
        }

        Self.Tell(Continue.Instance, Self);
    }

    private long NextDueTick()
    {
        long next = _venue.NextDueTick;
        foreach (ParticipantDesk desk in _desks)
        {
            next = Math.Min(next, desk.NextDueTick);
        }

        return next;
    }

    private void OpenTick(long tick)
    {
        _plan.Gauge.TickOpens(tick);
        SimulatedTime open = Session.OpenOf(tick);
        if (_plan.Recorder.IsDueAt(open))
        {
            // Before the tick opens, the samples of the gap; at its opening, with the value of that moment.
            AgentCounters counters = Counters;
            _plan.Recorder.SampleBefore(open, _venue, counters);
            _venue.OpenTick(tick);
            _plan.Recorder.SampleBefore(open + 1, _venue, counters);
        }
        else
        {
            _venue.OpenTick(tick);
        }

        MarketSnapshot? snapshot = null;
        for (int participant = 0; participant < _participants.Count; participant++)
        {
            if (_desks[participant].NextDueTick <= tick)
            {
                snapshot ??= _venue.Snapshot();
                Send(participant, new TickOpened(_plan.Generation, snapshot, _desks[participant].TakeNews()));
            }
        }

        PassOnAll();
        if (_awaited > 0)
        {
            _plan.Meter.BarrierBegins();
        }

        // The tick before is hashed while the participants work.
        _venue.Fingerprint.Seal();
    }

    private void CloseTick()
    {
        _plan.Meter.TickCloses();
        _venue.CloseTick();
        AnswerStatements();
        _plan.Progress.TickClosed(_venue, this, static market => market.Counters.Messages);
    }

    private void AnswerStatements()
    {
        foreach (ParticipantDesk desk in _desks)
        {
            foreach (AccountId account in desk.TakeWanted())
            {
                desk.Post(_venue.StatementOf(account), _venue.Tick + 1);
            }
        }
    }

    private int SeatOf(AccountId account) => _seatOfBlock[_plan.Population.BlockOf(account.Value)];

    private int LedgerParts => (_plan.Population.Count + _ledgerBlock - 1) / _ledgerBlock;

    private void EndSession()
    {
        _plan.Recorder.SampleBefore(Session.Close + 1, _venue, Counters);
        _venue.EndSession();
        _statusAtBarrier = RunStatus.Finished;
        SaveAll();
    }

    private void HoldBarrier(long next)
    {
        _checkpointRequested = false;
        if (_plan.Scenario.Checkpoint.EveryTicks is { } every)
        {
            _nextCheckpointTick = ((next / every) + 1) * every;
        }

        SaveAll();
    }

    private void SaveAll()
    {
        _plan.Meter.CheckpointBegins();
        _parts.Clear();
        _results.Clear();
        bool settle = _statusAtBarrier == RunStatus.Finished;
        for (int participant = 0; participant < _participants.Count; participant++)
        {
            Send(participant, new SaveParticipant(_plan.Generation, _venue.Tick + 1, _desks[participant].TakeNews(), settle));
        }

        PassOnAll();
    }

    private void OnSaved(ParticipantSaved saved)
    {
        _parts.AddRange(saved.Parts);
        _results.AddRange(saved.Results);
        Answered(saved.Participant, saved.NextDueTick, saved.Counters);
        if (_awaited > 0)
        {
            return;
        }

        _results.Sort((left, right) => left.Account.CompareTo(right.Account));
        Settlement.Check(_results, _venue.Ledger);
        _venue.Ledger.CheckConservation();
        if (_statusAtBarrier == RunStatus.Finished)
        {
            _plan.Recorder.Settle(_results, _venue.LastPrice);
        }

        _flushed = _plan.Recorder.Flush();
        _plan.Store.WriteAsync([SaveMarket(), .. Enumerable.Range(0, LedgerParts).Select(SaveLedger), .. Rows().Select(rows => rows.Part)])
            .PipeTo(Self, Self, static parts => new PartsWritten(parts));
    }

    private IEnumerable<OutputRows> Rows() => _flushed.SelectMany(file => file.Rows);

    private void OnWritten(IReadOnlyList<PartReference> written)
    {
        int own = 1 + LedgerParts;
        _parts.AddRange(written.Take(own));
        _parts.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        _plan.Coordinator.Tell(
            new CheckpointPrepared(
                _venue.Tick,
                _statusAtBarrier,
                [.. _parts],
                [.. _flushed.Select(file => new OutputLength(file.File, file.Length))],
                [.. Rows().Zip(written.Skip(own), (rows, part) => new OutputSegment(rows.File, rows.Offset, part))],
                [.. _results],
                Figures()),
            Self);
    }

    private MarketFigures Figures() => new(
        _venue.Counters, Counters, _venue.Fingerprint.Value, _venue.Fingerprint.Milestones, _venue.LastPrice);

    private PartContent SaveMarket()
    {
        _writer.Clear();
        _writer.WriteArrayHeader(2);
        Counters.Save(_writer);
        _venue.Save(_writer);
        return new PartContent(PartNames.Market, _writer.Written.ToArray());
    }

    private PartContent SaveLedger(int block)
    {
        _writer.Clear();
        (int first, int count) = LedgerBlock(block);
        _venue.Ledger.Save(first, count, _writer);
        return new PartContent(PartNames.Ledger(block), _writer.Written.ToArray());
    }

    private (int First, int Count) LedgerBlock(int block) => (block * _ledgerBlock, Math.Min(_ledgerBlock, _plan.Population.Count - (block * _ledgerBlock)));

    private void Restore(IReadOnlyList<byte[]> contents)
    {
        var reader = new MessagePackReader(contents[0]);
        reader.ReadArrayHeader(2);
        _countersBefore = AgentCounters.Restore(ref reader);
        _venue.Restore(ref reader);
        for (int block = 0; block < LedgerParts; block++)
        {
            var blockReader = new MessagePackReader(contents[1 + block]);
            (int first, int count) = LedgerBlock(block);
            _venue.Ledger.Restore(first, count, ref blockReader);
        }

        _venue.Ledger.CheckRestored();
        _plan.Recorder.ResumeAfter(_venue.Tick, _venue.Ledger);
    }

    private void Send(int participant, object message)
    {
        _awaited++;
        _desks[participant].Await();
        _participants[participant].Tell(message, Self);
    }

    private void PassOnAll()
    {
        foreach (ActorRef carrier in _plan.Carriers)
        {
            carrier.Tell(PassOn.Instance, Self);
        }
    }

    private void Answered(int participant, long nextDueTick, PartitionCounters counters)
    {
        _awaited--;
        _desks[participant].Answered(nextDueTick, counters);
    }

    private sealed record PartsRead(IReadOnlyList<byte[]> Contents);

    private sealed record PartsWritten(IReadOnlyList<PartReference> Parts);

    /// <summary>Market to itself: other messages had their turn, go on.</summary>
    private sealed record Continue
    {
        public static Continue Instance { get; } = new();
    }
}
