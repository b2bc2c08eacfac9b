using System.Runtime.ExceptionServices;
using Akka.Actor;
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
using MarketSim.Simulation.Training;

namespace MarketSim.Simulation.Running;

/// <summary>
/// Owns the venue and the clock. A tick opens for the participants that are due, closes when all of them have answered, and the market goes
/// straight to the next tick at which anybody is due. Between two ticks it holds a barrier when a checkpoint is wanted.
/// </summary>
internal sealed partial class MarketActor : UntypedActor, IVenueListener
{
    /// <summary>Ticks without any participant that are closed before other messages get their turn.</summary>
    private const int LoneTicksPerTurn = 256;

    /// <summary>Accounts of the ledger in one part, at least: fewer would be all names and digests.</summary>
    private const int LeastAccountsPerPart = 1024;

    private readonly MarketPlan _plan;
    private readonly EpisodeCalendar _calendar;
    private readonly CompetitorLedger _competitors;
    private readonly TrainingNotes _notes = new();
    private readonly MailBoard _mail;
    private Venue _venue;
    private readonly MessagePackWriter _writer = new();
    private readonly List<PartReference> _parts = [];
    private readonly List<AgentResult> _results = [];
    private IReadOnlyList<OutputFlush> _flushed = [];
    private readonly int[] _seatOfBlock;
    private readonly int _ledgerBlock;
    private IReadOnlyList<IActorRef> _participants = [];
    private ParticipantDesk[] _desks = [];
    private bool _isRestored;

    // The tick opened last; it runs on over closed ticks, in which the venue stands still.
    private long _tick = -1;
    private int _episode;

    // What the venues of earlier episodes counted.
    private VenueCounters _venueCountersBefore;

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
        _calendar = new EpisodeCalendar(plan.Scenario);
        _competitors = new CompetitorLedger(plan.Scenario, plan.Population);
        _mail = new MailBoard(new MailRoutes(plan.Seats, plan.Population, ScenarioPolicies.Of(plan.Scenario, plan.Population)));
        _episode = _calendar.IsProlonged(plan.RestoreFrom) ? _calendar.EpisodeOf(plan.RestoreFrom!.Tick) : _calendar.EpisodeAfter(plan.RestoreFrom?.Tick ?? -1);
        _venue = CreateVenue(fingerprint: null);
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

    private TradingSession Session => _calendar.SessionOf(_episode);

    private VenueCounters VenueCounters => _venueCountersBefore.Plus(_venue.Counters);

    private AgentCounters Counters => _desks.Aggregate(_countersBefore with { News = _countersBefore.News + _news }, (sum, desk) => sum.Plus(desk.Counters));

    protected override void PreStart()
    {
        _plan.Gauge.Market = Self;
        if (_plan.RestoreFrom is { } manifest)
        {
            string[] parts = [PartNames.Market, .. TrainingParts, .. Enumerable.Range(0, LedgerParts).Select(PartNames.Ledger)];
            _ = CheckpointParts.ReadAsync(_plan.Store, manifest, parts).PipeTo(Self, Self, static read => new PartsRead(read));
        }
        else
        {
            Restored();
        }
    }

    public void Traded(long tick, in BookEvent trade, long takerFee, long makerFee)
    {
        _competitors.Trade(trade, takerFee, makerFee);
        _plan.Recorder.Traded(tick, trade, takerFee, makerFee);
    }

    public void News(in AccountEvent news)
    {
        _news++;
        _desks[SeatOf(news.Account)].Post(news, _tick + 1);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TickActions actions when IsAwaited(actions.Generation, actions.Participant) && actions.Tick == _tick:
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
            case CheckpointCommitted committed when committed.Generation == _plan.Generation && committed.Tick == _tick:
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
                Restore(read.Parts);
                Restored();
                break;
            case Status.Failure failure:
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
            _nextCheckpointTick = (((_tick + 1) / every) + 1) * every;
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
        _mail.MakeDue(_desks);
        for (int participant = 0; participant < _participants.Count; participant++)
        {
            Send(participant, new PrepareParticipant(_plan.Generation));
        }

        PassOnAll();
    }

    private void OnActions(TickActions actions)
    {
        if (IsTradingAt(_tick))
        {
            _venue.Receive(actions.Requests);
        }

        Deliver(actions.Mail);
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
            if (next >= _calendar.TickCount)
            {
                EndRun();
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
        long next = Math.Min(_calendar.NextTickForAll(_tick), IsTradingAt(_tick + 1) ? _venue.NextDueTick : long.MaxValue);
        foreach (ParticipantDesk desk in _desks)
        {
            next = Math.Min(next, desk.NextDueTick);
        }

        return next;
    }

    private bool IsTradingAt(long tick) => _calendar.PhaseOf(tick) == TickPhase.Trading;

    private void OpenTick(long tick)
    {
        _plan.Gauge.TickOpens(tick);
        bool isForAll = tick == _calendar.NextTickForAll(_tick);
        _tick = tick;
        AdvanceVenue(tick);
        MarketSnapshot? snapshot = null;
        for (int participant = 0; participant < _participants.Count; participant++)
        {
            if (isForAll || _desks[participant].NextDueTick <= tick)
            {
                snapshot ??= _venue.SnapshotAt(tick, _competitors.Totals);
                Send(participant, new TickOpened(_plan.Generation, snapshot, _desks[participant].TakeNewsForTick()));
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

    private void AdvanceVenue(long tick)
    {
        SimulatedTime open = Session.OpenOf(tick);
        if (!IsTradingAt(tick))
        {
            _plan.Recorder.SampleBefore(open + 1, _venue, VenueCounters, Counters);
            if (_calendar.PhaseOf(tick) == TickPhase.Settling)
            {
                // What is still under way is refused, so that everybody's news are complete.
                _venue.EndSession();
            }
        }
        else if (_plan.Recorder.IsDueAt(open))
        {
            // Before the tick opens, the samples of the gap; at its opening, with the value of that moment.
            AgentCounters counters = Counters;
            _plan.Recorder.SampleBefore(open, _venue, VenueCounters, counters);
            _venue.OpenTick(tick);
            _plan.Recorder.SampleBefore(open + 1, _venue, VenueCounters, counters);
        }
        else
        {
            _venue.OpenTick(tick);
        }
    }

    private void CloseTick()
    {
        _plan.Meter.TickCloses();
        if (IsTradingAt(_tick))
        {
            _venue.CloseTick();
            AnswerStatements();
        }

        WriteNotes();
        _plan.Progress.TickClosed(_tick, _venue, VenueCounters, this, static market => market.Counters.Messages, static market => market._plan.Recorder.Training);
        if (_calendar.PhaseOf(_tick) == TickPhase.Turning && _calendar.EpisodeAfter(_tick) != _episode)
        {
            BeginNextEpisode();
        }
    }

    private void AnswerStatements()
    {
        foreach (ParticipantDesk desk in _desks)
        {
            foreach (AccountId account in desk.TakeWanted())
            {
                desk.Post(_venue.StatementOf(account), _tick + 1);
            }
        }
    }

    private int SeatOf(AccountId account) => _seatOfBlock[_plan.Population.BlockOf(account.Value)];

    private void Send(int participant, object message)
    {
        _awaited++;
        _desks[participant].Await();
        _participants[participant].Tell(message, Self);
    }

    private void PassOnAll()
    {
        foreach (IActorRef carrier in _plan.Carriers)
        {
            carrier.Tell(PassOn.Instance, Self);
        }
    }

    private void Answered(int participant, long nextDueTick, PartitionCounters counters)
    {
        _awaited--;
        _desks[participant].Answered(nextDueTick, counters);
    }

    private sealed record PartsRead(CheckpointParts Parts);

    private sealed record PartsWritten(IReadOnlyList<PartReference> Parts);

    /// <summary>Market to itself: other messages had their turn, go on.</summary>
    private sealed record Continue
    {
        public static Continue Instance { get; } = new();
    }
}
