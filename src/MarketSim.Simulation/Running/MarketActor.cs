using System.Runtime.ExceptionServices;
using Akka.Actor;
using MarketSim.Engine;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Market.Time;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Simulation.Participants;

namespace MarketSim.Simulation.Running;

/// <summary>
/// A market as an actor: a tick opens for the participants that are due, closes when all of them have answered, and the market proceeds
/// to the next tick at which anybody is due. Between two ticks it holds a barrier when a checkpoint is requested.
/// </summary>
internal sealed class MarketActor : UntypedActor
{
    private readonly RunContext _context;
    private readonly IActorRef _coordinator;
    private readonly RunMeter _meter;
    private readonly MarketEngine _engine;
    private readonly MarketClock _clock;
    private readonly TickBarrier _barrier;
    private readonly MarketCheckpoint _checkpoint;
    private readonly bool _isProlonged;
    private readonly List<MessageMemory> _requestsOfTick = [];
    private readonly Action _release;
    private IReadOnlyList<IActorRef> _participants = [];
    private bool _isRestored;
    private bool _isHeld;

    /// <param name="coordinator">Told about each checkpoint that is written.</param>
    /// <param name="meter">Told when ticks and checkpoints begin and end.</param>
    public MarketActor(RunContext context, IActorRef coordinator, RunMeter meter)
    {
        (_context, _coordinator, _meter) = (context, coordinator, meter);
        EpisodeCalendar calendar = EpisodeCalendar.Of(context.Market);
        long tick = context.RestoreFrom?.Tick ?? -1;
        _isProlonged = context.RestoreFrom?.IsProlonged(calendar) == true;
        _engine = new MarketEngine(
            context.Market,
            calendar,
            context.Slots,
            _isProlonged ? calendar.EpisodeOf(tick) : calendar.EpisodeAfter(tick),
            new MarketEngineOptions { Trades = context.Recorder });
        _clock = new MarketClock(_engine, context.Scenario.Checkpoint.EveryTicks);
        _barrier = new TickBarrier(context.Slots.Count);
        _checkpoint = new MarketCheckpoint(_engine, context);
        IActorRef self = Self;
        _release = () => self.Tell(Released.Instance, ActorRefs.NoSender);
    }

    protected override void PreStart()
    {
        _context.Gauge.Market = Self;
        if (_context.RestoreFrom is { } manifest)
        {
            _ = CheckpointParts.ReadAsync(_context.Store, manifest, _checkpoint.PartNames).PipeTo(Self, Self, static read => new PartsRead(read));
        }
        else
        {
            Restored();
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TickActions actions when IsAwaited(BarrierPhase.Tick, actions.Epoch, actions.Participant) && actions.Tick == _engine.Tick:
                OnActions(actions);
                break;
            case Continue:
                Proceed();
                break;
            case ParticipantReady ready when IsAwaited(BarrierPhase.Preparation, ready.Epoch, ready.Participant):
                OnReady(ready);
                break;
            case RequestCheckpoint request:
                _clock.RequestCheckpoint(request.ThenStop);
                ProceedIfHeld();
                break;
            case Released:
                ProceedIfHeld();
                break;
            case ParticipantSaved saved when IsAwaited(BarrierPhase.Checkpoint, saved.Epoch, saved.Participant):
                OnSaved(saved);
                break;
            case CheckpointCommitted committed when committed.Epoch == _context.Epoch && committed.Tick == _engine.Tick:
                Proceed();
                break;
            case PartsWritten written:
                _coordinator.Tell(_checkpoint.Complete(written.Parts, _clock.Status), Self);
                break;
            case StartMarket start:
                _participants = start.Participants;
                PrepareAll();
                break;
            case PartsRead read:
                _checkpoint.Restore(read.Parts, _isProlonged);
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

    private bool IsAwaited(BarrierPhase phase, long epoch, int participant) =>
        epoch == _context.Epoch && _barrier.IsAwaited(phase, participant);

    private void Restored()
    {
        _clock.Begin();
        _context.Recorder.Begins(_engine);
        _isRestored = true;
        PrepareAll();
    }

    // Begins once the market is restored and knows its participants, in either order.
    private void PrepareAll()
    {
        if (_isRestored && _participants.Count > 0)
        {
            _barrier.Begin(BarrierPhase.Preparation);
            SendToAll(_ => new PrepareParticipant(_context.Epoch));
        }
    }

    private void OnReady(ParticipantReady ready)
    {
        _engine.SetDue(ready.Participant, ready.NextDueTick, default);
        if (_barrier.Answered(ready.Participant))
        {
            Proceed();
        }
    }

    private void OnActions(TickActions actions)
    {
        // The venue reads the requests until the tick is closed.
        _engine.Receive(actions.Participant, actions.Actions);
        _context.Recorder.Observation.Requested(actions.Actions.Requests.Span);
        if (actions.Memory is { } memory)
        {
            _requestsOfTick.Add(memory);
        }

        if (_barrier.Answered(actions.Participant))
        {
            CloseTick();
            Proceed();
        }
    }

    private void OnSaved(ParticipantSaved saved)
    {
        _engine.SetDue(saved.Participant, saved.NextDueTick, saved.Counters);
        _checkpoint.Add(saved);
        if (_barrier.Answered(saved.Participant))
        {
            _ = _context.Store.WriteAsync(_checkpoint.Save(_clock.Status)).PipeTo(Self, Self, static parts => new PartsWritten(parts));
        }
    }

    // An observer holds the market between two ticks, where checkpoints are still taken.
    private void ProceedIfHeld()
    {
        if (_isHeld)
        {
            _isHeld = false;
            Proceed();
        }
    }

    // Advances until participants must answer.
    private void Proceed()
    {
        _clock.BeginTurn();
        while (true)
        {
            switch (_clock.Next())
            {
                case MarketStep.OpenTick when !_context.Recorder.Observation.MayOpen(_engine.NextDueTick, _release):
                    _isHeld = true;
                    return;
                case MarketStep.OpenTick:
                    OpenTick();
                    if (!_barrier.IsComplete)
                    {
                        return;
                    }

                    CloseTick();
                    break;
                case MarketStep.YieldTurn:
                    Self.Tell(Continue.Instance, Self);
                    return;
                case MarketStep.TakeCheckpoint:
                    TakeCheckpoint();
                    return;
                default:
                    EndRun();
                    return;
            }
        }
    }

    private void OpenTick()
    {
        long tick = _engine.NextDueTick;
        _context.Gauge.TickOpens(tick);
        OpenTickAndSample(tick);
        _barrier.Begin(BarrierPhase.Tick);
        for (int participant = 0; participant < _participants.Count; participant++)
        {
            if (_engine.IsDue(participant))
            {
                (ParticipantDelivery delivery, MessageMemory? memory) = MessageMemory.Of(_engine.Deliver(participant));
                Send(participant, new TickOpened(_context.Epoch, _engine.Snapshot!, delivery) { Memory = memory });
            }
        }

        ForwardTickToNodes();
        if (!_barrier.IsComplete)
        {
            _meter.BarrierBegins();
        }

        // The tick before is hashed while the participants work.
        _engine.Venue.Fingerprint.Seal();
    }

    private void OpenTickAndSample(long tick)
    {
        SimulatedTime open = _engine.Session.OpenOf(tick);
        if (_engine.Calendar.PhaseOf(tick) != TickPhase.Trading)
        {
            Sample(open + 1);
            _engine.OpenTick();
        }
        else if (_context.Recorder.IsDueAt(open))
        {
            // Before the tick opens, the samples of the gap; at its opening, with the value of that moment.
            Sample(open);
            _engine.OpenTick();
            Sample(open + 1);
        }
        else
        {
            _engine.OpenTick();
        }
    }

    private void Sample(SimulatedTime before) => _context.Recorder.SampleBefore(before, _engine.Venue, _engine.VenueCounters, _engine.AgentCounters);

    private void CloseTick()
    {
        _meter.TickCloses();
        int episode = _engine.Episode;
        TickReports reports = _engine.CloseTick();
        _requestsOfTick.ForEach(static memory => memory.Dispose());
        _requestsOfTick.Clear();
        _context.Recorder.Reported(_engine.Tick, reports);
        _context.Progress.TickClosed(_engine, _context.Recorder);
        if (_engine.Episode != episode)
        {
            _context.Recorder.BeginEpisode(_engine.Venue.Ledger);
        }

        _context.Recorder.Observation.TickClosed(reports);
    }

    private void EndRun()
    {
        if (_context.Market.Training is null)
        {
            Sample(_engine.Session.Close + 1);
            _engine.EndSession();
        }

        TakeCheckpoint();
    }

    private void TakeCheckpoint()
    {
        _meter.CheckpointBegins();
        _checkpoint.Begin();
        _barrier.Begin(BarrierPhase.Checkpoint);
        SendToAll(participant =>
        {
            (ParticipantDelivery delivery, MessageMemory? memory) = MessageMemory.Of(_engine.DeliverBetweenTicks(participant));
            return new SaveParticipant(_context.Epoch, _engine.Tick + 1, delivery, Settle: _clock.Status == RunStatus.Finished) { Memory = memory };
        });
    }

    private void SendToAll(Func<int, object> message)
    {
        for (int participant = 0; participant < _participants.Count; participant++)
        {
            Send(participant, message(participant));
        }

        ForwardTickToNodes();
    }

    private void Send(int participant, object message)
    {
        _barrier.Await(participant);
        _participants[participant].Tell(message, Self);
    }

    private void ForwardTickToNodes()
    {
        foreach (IActorRef proxy in _context.NodeProxies)
        {
            proxy.Tell(ForwardTick.Instance, Self);
        }
    }

    private sealed record PartsRead(CheckpointParts Parts);

    private sealed record PartsWritten(IReadOnlyList<PartReference> Parts);

    /// <summary>Observer to market: ask again whether the next tick may open.</summary>
    private sealed record Released
    {
        public static Released Instance { get; } = new();
    }

    /// <summary>Market to itself: other messages had their turn, continue.</summary>
    private sealed record Continue
    {
        public static Continue Instance { get; } = new();
    }
}
