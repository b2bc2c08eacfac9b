using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine;

/// <summary>
/// One market, tick by tick, as a state machine without actors, threads or files: a tick opens, the participants that are due receive the snapshot and
/// their queued messages, their answers arrive in any order, the tick closes. The same answers give the same events, bit for bit.
/// </summary>
public sealed class MarketEngine
{
    private readonly MarketDefinition _market;
    private readonly MarketEngineOptions _options;
    private readonly CompetingPositionTracker _competing;
    private readonly MessageRouter _router;
    private readonly MarketInbox _inbox = new();
    private readonly VenueListener _listener;
    private readonly ParticipantOutbox[] _outboxes;
    private readonly int[] _slotOfBlock;

    // By slot, while a tick is open: the participant has not answered it yet.
    private readonly bool[] _isDue;

    // The decided stages, where the curriculum is a participant of this engine; a replica receives its stage with each episode instead.
    private readonly StageSchedule? _stages;

    // The stage of the present episode; null for a market without a curriculum.
    private MarketStage? _stage;

    // Each episode has a new venue, which counts from zero.
    private VenueCounters _countersOfEarlierVenues;

    // Participants and the counter of account events begin at zero when they are created; these are the counters up to the checkpoint before.
    private AgentCounters _restoredCounters;
    private long _accountEvents;

    /// <param name="slots">By index, without gaps; together they hold every block of the population once.</param>
    /// <param name="episode">The episode to begin in, or to restore.</param>
    public MarketEngine(
        MarketDefinition market, EpisodeCalendar calendar, IReadOnlyList<BarrierSlot> slots, int episode = 0, MarketEngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(slots);
        _market = market;
        _options = options ?? new MarketEngineOptions();
        Calendar = calendar;
        _competing = new CompetingPositionTracker(market);
        _router = new MessageRouter(new RoutingTable(slots, market));
        _listener = new VenueListener(this);
        _outboxes = [.. slots.Select(_ => new ParticipantOutbox())];
        _isDue = new bool[slots.Count];
        _slotOfBlock = new int[market.Population.BlockCount];
        foreach (BarrierSlot slot in slots)
        {
            foreach (int block in slot.Blocks)
            {
                _slotOfBlock[block] = slot.Index;
            }
        }

        _stages = slots.Any(slot => slot.Participant == ParticipantAddress.Curriculum.Value) ? StageSchedule.Of(market) : null;
        _stage = market.Curriculum?.Stages[0];
        _competing.BeginEpisode(_stage);
        Episode = episode;
        Session = calendar.SessionOf(episode);
        Venue = CreateVenue(calendar.SeedOf(episode, _options.Replica), _options.Fingerprint ?? new Fingerprint(calendar.TickCount));
    }

    /// <summary>Ticks and episodes of the run.</summary>
    public EpisodeCalendar Calendar { get; }

    /// <summary>Number of the present episode, from 0.</summary>
    public int Episode { get; private set; }

    /// <summary>The session of the present episode.</summary>
    public TradingSession Session { get; private set; }

    /// <summary>The venue of the present episode.</summary>
    public Venue Venue { get; private set; }

    /// <summary>The tick opened last, -1 before the first. Those after the close of an episode count too, though the venue does nothing at them.</summary>
    public long Tick { get; private set; } = -1;

    /// <summary>True while a tick is open.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The market as the tick opened; null when no participant is due.</summary>
    public MarketSnapshot? Snapshot { get; private set; }

    /// <summary>Number of participants.</summary>
    public int Participants => _outboxes.Length;

    /// <summary>Counters of the venues of all episodes.</summary>
    public VenueCounters VenueCounters => _countersOfEarlierVenues.Plus(Venue.Counters);

    /// <summary>Counters of all agents since the run began.</summary>
    public AgentCounters AgentCounters
    {
        get
        {
            AgentCounters counters = _restoredCounters with { AccountEvents = _restoredCounters.AccountEvents + _accountEvents };
            foreach (ParticipantOutbox outbox in _outboxes)
            {
                counters = counters.Plus(outbox.Counters);
            }

            return counters;
        }
    }

    /// <summary>The first tick after <see cref="Tick"/> at which a participant or the venue is due; none is left when it is not below the calendar's <see cref="EpisodeCalendar.TickCount"/>.</summary>
    public long NextDueTick
    {
        get
        {
            long next = Math.Min(Calendar.NextTickForAll(Tick), IsTradingAt(Tick + 1) ? Venue.NextDueTick : long.MaxValue);
            foreach (ParticipantOutbox outbox in _outboxes)
            {
                next = Math.Min(next, outbox.NextDueTick);
            }

            return next;
        }
    }

    /// <summary>Records a participant's next due tick and counters at the start of an episode, or after a restore.</summary>
    public void SetDue(int participant, long nextDueTick, PartitionCounters counters)
    {
        _outboxes[participant].RecordAnswer(nextDueTick, counters);
        RestoreDue(participant);
    }

    /// <summary>Opens the next tick at which a participant or the venue is due.</summary>
    /// <exception cref="InvalidOperationException">A tick is open, or none is left.</exception>
    public void OpenTick()
    {
        long tick = NextDueTick;
        if (IsOpen || tick >= Calendar.TickCount)
        {
            throw new InvalidOperationException(
                IsOpen ? $"Tick {Tick} is open." : $"The run has {Calendar.TickCount} ticks, and nobody is due at any that is left.");
        }

        // The calendar is asked for the next tick after the one before, so before Tick advances.
        bool opensForAll = tick == Calendar.NextTickForAll(Tick);
        Tick = tick;
        IsOpen = true;
        switch (Calendar.PhaseOf(tick))
        {
            case TickPhase.Trading:
                Venue.OpenTick(tick);
                break;
            case TickPhase.Settlement:
                // Requests that are still in transit are refused, so that all account events are complete.
                Venue.EndSession();
                break;
            default:
                break;
        }

        bool isAnyDue = false;
        for (int participant = 0; participant < _outboxes.Length; participant++)
        {
            _isDue[participant] = IsDueAt(participant, opensForAll);
            isAnyDue |= _isDue[participant];
        }

        Snapshot = isAnyDue ? Venue.SnapshotAt(tick, _competing.Totals) : null;
    }

    /// <summary>True when a participant must answer the open tick before it can close.</summary>
    public bool IsDue(int participant) => _isDue[participant];

    /// <summary>The delivery to a participant that is due, with the open tick. Its events are valid until the participant's next delivery.</summary>
    public ParticipantDelivery Deliver(int participant) => _outboxes[participant].DrainForTick();

    /// <summary>The delivery to a participant between two ticks, before it is saved. Its events are valid until the participant's next delivery.</summary>
    public ParticipantDelivery DeliverBetweenTicks(int participant) => _outboxes[participant].Drain();

    /// <summary>Receives the answer of a participant that is due. Its requests are read until the tick is closed.</summary>
    public void Receive(int participant, in ParticipantActions actions)
    {
        if (IsTradingAt(Tick))
        {
            Venue.Receive(actions.Requests);
        }

        // Most answers have none: the enumerator of an interface would be an allocation.
        if (actions.Messages.Count > 0)
        {
            foreach (ParticipantMessage message in actions.Messages)
            {
                Route(message);
            }
        }

        _isDue[participant] = false;
        _outboxes[participant].RecordAnswer(actions.NextDueTick, actions.Counters);
        _outboxes[participant].RequestStatements(actions.FailedAgents);
    }

    /// <summary>Closes the open tick, once all participants that are due have answered, and begins the next episode where one begins.</summary>
    public TickReports CloseTick()
    {
        if (IsTradingAt(Tick))
        {
            Venue.CloseTick();
            PostStatements();
        }

        IsOpen = false;
        Snapshot = null;
        TickReports reports = _inbox.IsEmpty ? TickReports.None : DrainReports();
        if (Calendar.PhaseOf(Tick) == TickPhase.Rollover && Calendar.EpisodeAfter(Tick) != Episode)
        {
            BeginNextEpisode();
        }

        return reports;
    }

    /// <summary>Ends a run without training, which has no settlement tick: requests that are still in transit are refused, so that portfolios can settle.</summary>
    public void EndSession()
    {
        Venue.EndSession();

        // The first tick after the session.
        Tick = Venue.Tick;
    }

    /// <summary>Begins an episode of the calendar out of turn, from its opening: nothing is queued, no participant is due.</summary>
    /// <param name="seed">Seed of everything that the venue draws.</param>
    /// <param name="stage">Number of the episode's stage, where the market has a curriculum.</param>
    public void BeginEpisode(int episode, ulong seed, Fingerprint fingerprint, int stage = 0)
    {
        SetEpisode(episode, _market.Curriculum?.Stages[stage], seed, fingerprint);
        Tick = Session.FirstTick - 1;
        foreach (ParticipantOutbox outbox in _outboxes)
        {
            // Messages of the episode before are discarded, and with them the tick at which they were due.
            outbox.DrainForTick();
            outbox.RecordAnswer(long.MaxValue, default);
        }
    }

    /// <summary>Saves everything but the accounts, which the venue's ledger saves in blocks, and queued messages: all must have been delivered.</summary>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(6);
        writer.WriteInt64(Tick);
        writer.WriteBoolean(IsOpen);
        AgentCounters.Save(writer);
        _countersOfEarlierVenues.Save(writer);
        _router.Save(Tick, writer);
        Venue.Save(writer);
    }

    /// <summary>Restores the stages of the present and the next episode, before <see cref="Restore"/>.</summary>
    /// <param name="content">As <see cref="StageSchedule.Save"/> wrote it.</param>
    public void RestoreStages(ReadOnlySpan<byte> content)
    {
        _stages!.Restore(content);

        // The stage sets the venue's fees and fundamental value.
        SetEpisode(Episode, _stages.StageOf(Episode, _options.Replica), Calendar.SeedOf(Episode, _options.Replica), Venue.Fingerprint);
    }

    /// <summary>
    /// Restores what <see cref="Save"/> wrote into a new engine in the same episode. To follow: the ledger, <see cref="CompleteRestore"/>, and
    /// <see cref="SetDue"/> for each participant.
    /// </summary>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(6);
        Tick = reader.ReadInt64();
        IsOpen = reader.ReadBoolean();
        _restoredCounters = AgentCounters.Restore(ref reader);
        _countersOfEarlierVenues = VenueCounters.Restore(ref reader);
        _router.Restore(Tick, ref reader, _outboxes);
        for (int participant = 0; participant < _outboxes.Length; participant++)
        {
            RestoreDue(participant);
        }

        Venue.Restore(ref reader);
    }

    /// <summary>Completes a restore once the ledger is restored, and checks the ledger.</summary>
    /// <param name="lastEpisodeIsOver">True when the run had ended and continues with further episodes: the next one begins.</param>
    /// <exception cref="InvalidDataException">The ledger belongs to other opening positions.</exception>
    public void CompleteRestore(bool lastEpisodeIsOver = false)
    {
        Venue.Ledger.CheckRestored();
        _competing.Restore(Venue.Ledger);
        Snapshot = IsOpen ? Venue.SnapshotAt(Tick, _competing.Totals) : null;
        if (lastEpisodeIsOver)
        {
            BeginNextEpisode();
        }
    }

    // Between ticks no participant is due: OpenTick decides. In an open tick it is decided as OpenTick did, from the tick before.
    private void RestoreDue(int participant) => _isDue[participant] = IsOpen && IsDueAt(participant, Calendar.NextTickForAll(Tick - 1) == Tick);

    private bool IsDueAt(int participant, bool opensForAll) => opensForAll || _outboxes[participant].NextDueTick <= Tick;

    // The calendar gives a phase to ticks after the end of the run too; an order that would expire there must make no tick due.
    private bool IsTradingAt(long tick) => tick < Calendar.TickCount && Calendar.PhaseOf(tick) == TickPhase.Trading;

    private Venue CreateVenue(ulong seed, Fingerprint fingerprint) => EpisodeVenue.Create(_market, _stage, Session, seed, _listener, fingerprint);

    private void SetEpisode(int episode, MarketStage? stage, ulong seed, Fingerprint fingerprint)
    {
        Episode = episode;
        _stage = stage;
        Session = Calendar.SessionOf(episode);
        Venue = CreateVenue(seed, fingerprint);
        _competing.BeginEpisode(stage);
    }

    private void BeginNextEpisode()
    {
        _countersOfEarlierVenues = VenueCounters;
        SetEpisode(Episode + 1, _stages?.StageOf(Episode + 1, _options.Replica), Calendar.SeedOf(Episode + 1, _options.Replica), Venue.Fingerprint);
    }

    private void Route(ParticipantMessage message)
    {
        if (message.To == ParticipantAddress.Market && message.Content is EpisodeStages stages)
        {
            _stages!.Add(stages);
        }
        else if (message.To == ParticipantAddress.Market)
        {
            _inbox.Add(message.Content);
        }
        else if (_options.Forward is { } forward && !_router.Knows(message.To))
        {
            forward(message);
        }
        else
        {
            _router.Post(message, Tick + 1, _outboxes);
        }
    }

    private void PostStatements()
    {
        foreach (ParticipantOutbox outbox in _outboxes)
        {
            if (!outbox.HasRequestedStatements)
            {
                continue;
            }

            foreach (AccountId account in outbox.DrainRequestedStatements())
            {
                outbox.Post(Venue.StatementOf(account), Tick + 1);
            }
        }
    }

    private TickReports DrainReports()
    {
        foreach (ReplicaFingerprint replica in _inbox.DrainFingerprints())
        {
            Venue.Fingerprint.AddChain(Tick, replica.Value.Span);
        }

        IReadOnlyList<EpisodeRow> rows = _inbox.DrainEpisodes();
        rows = rows.Count == 0 ? [] : EpisodeRows.Complete(rows, _market, _stage, Venue, Episode, _options.Replica);
        if (rows.Count > 0 && _stages is not null)
        {
            PostResults(rows);
        }

        return new TickReports(Episode, rows, _inbox.DrainLearners())
        {
            Evaluations = _inbox.DrainEvaluations(),
            Stages = _stages is null || rows.Count == 0 ? [] : _stages.StageNumbersOf(Episode),
        };
    }

    // Sends the curriculum the results of the episode, of all replicas in one message.
    private void PostResults(IReadOnlyList<EpisodeRow> rows)
    {
        IReadOnlyList<int> evaluated = _market.Curriculum!.EvaluatedGroups;
        _router.Post(
            new ParticipantMessage(ParticipantAddress.Curriculum, new EpisodeResults([.. rows.Where(row => evaluated.Contains(row.Group))])), Tick + 1, _outboxes);
    }

    private void Post(in AccountEvent accountEvent)
    {
        _accountEvents++;
        _outboxes[_slotOfBlock[_market.Population.BlockOf(accountEvent.Account)]].Post(accountEvent, Tick + 1);
    }

    private sealed class VenueListener(MarketEngine engine) : IVenueListener
    {
        public void Traded(long tick, in BookEvent trade, long takerFee, long makerFee)
        {
            engine._competing.Add(trade, takerFee, makerFee);
            engine._options.Trades?.Traded(tick, trade, takerFee, makerFee);
        }

        public void Notify(in AccountEvent accountEvent) => engine.Post(accountEvent);
    }
}
