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
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Running;

/// <summary>What a market is made of.</summary>
/// <param name="RestoreFrom">The checkpoint to begin with; null for a new run.</param>
/// <param name="Progress">Told about every closed tick.</param>
internal sealed record MarketPlan(
    Scenario Scenario,
    Population Population,
    int Generation,
    ActorRef Coordinator,
    ICheckpointStore Store,
    RunRecorder Recorder,
    ProgressReporter Progress,
    CheckpointManifest? RestoreFrom);

/// <summary>
/// Owns the venue and the clock. A tick opens for the partitions that are due, closes when all of them have answered, and the market goes
/// straight to the next tick at which anybody is due. Between two ticks it holds a barrier when a checkpoint is wanted.
/// </summary>
internal sealed class MarketActor : Actor, IVenueListener
{
    /// <summary>Ticks without any partition that are closed before other messages get their turn.</summary>
    private const int LoneTicksPerTurn = 256;

    private readonly MarketPlan _plan;
    private readonly Venue _venue;
    private readonly MessagePackWriter _writer = new();
    private readonly List<PartReference> _parts = [];
    private readonly List<AgentResult> _results = [];
    private IReadOnlyList<ActorRef> _partitions = [];
    private PartitionDesk[] _desks = [];

    // What agents counted before this market was made; the partitions count on from zero.
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
    }

    private TradingSession Session => _plan.Scenario.Market.Session;

    private AgentCounters Counters => _desks.Aggregate(_countersBefore with { News = _countersBefore.News + _news }, (sum, desk) => sum.Plus(desk.Counters));

    protected override void PreStart()
    {
        if (_plan.RestoreFrom is { } manifest)
        {
            Restore(manifest);
        }

        if (_plan.Scenario.Checkpoint.EveryTicks is { } every)
        {
            _nextCheckpointTick = (((_venue.Tick + 1) / every) + 1) * every;
        }
    }

    public void Traded(long tick, in BookEvent trade, long takerFee, long makerFee) => _plan.Recorder.Traded(tick, trade, takerFee, makerFee);

    public void News(in AccountEvent news)
    {
        _news++;
        _desks[PartitionOf(news.Account)].Post(news, _venue.Tick + 1);
    }

    protected override void Receive(object message)
    {
        switch (message)
        {
            case TickActions actions when IsAwaited(actions.Generation, actions.Partition) && actions.Tick == _venue.Tick:
                OnActions(actions);
                break;
            case Continue:
                GoOn();
                break;
            case PartitionReady ready when IsAwaited(ready.Generation, ready.Partition):
                Answered(ready.Partition, ready.NextDueTick, default);
                if (_awaited == 0)
                {
                    GoOn();
                }

                break;
            case RequestCheckpoint request:
                Request(request);
                break;
            case PartitionSaved saved when IsAwaited(saved.Generation, saved.Partition):
                OnSaved(saved);
                break;
            case CheckpointCommitted committed when committed.Generation == _plan.Generation && committed.Tick == _venue.Tick:
                GoOn();
                break;
            case StartMarket start:
                OnStart(start);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // A repeated answer must not close a barrier for somebody else.
    private bool IsAwaited(int generation, int partition) => generation == _plan.Generation && _desks[partition].IsAwaited;

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

    private void OnStart(StartMarket start)
    {
        _partitions = start.Partitions;
        _desks = [.. _partitions.Select(_ => new PartitionDesk())];
        SendToAll(new PreparePartition(_plan.Generation));
    }

    private void OnActions(TickActions actions)
    {
        _venue.Receive(actions.Requests);
        PartitionDesk desk = _desks[actions.Partition];
        Answered(actions.Partition, actions.NextDueTick, actions.Counters);
        desk.Want(actions.StatementsWanted);
        if (_awaited == 0)
        {
            CloseTick();
            GoOn();
        }
    }

    // Goes through ticks until partitions must be asked, a barrier is held, or the session is over.
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
        foreach (PartitionDesk desk in _desks)
        {
            next = Math.Min(next, desk.NextDueTick);
        }

        return next;
    }

    private void OpenTick(long tick)
    {
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
        for (int partition = 0; partition < _partitions.Count; partition++)
        {
            if (_desks[partition].NextDueTick <= tick)
            {
                snapshot ??= _venue.Snapshot();
                Await(partition);
                _partitions[partition].Tell(new TickOpened(_plan.Generation, snapshot, _desks[partition].TakeNews()), Self);
            }
        }

        // The tick before is hashed while the partitions work.
        _venue.Fingerprint.Seal();
    }

    private void CloseTick()
    {
        _venue.CloseTick();
        AnswerStatements();
        _plan.Progress.TickClosed(_venue, this, static market => market.Counters.Messages);
    }

    private void AnswerStatements()
    {
        foreach (PartitionDesk desk in _desks)
        {
            foreach (AccountId account in desk.TakeWanted())
            {
                desk.Post(_venue.StatementOf(account), _venue.Tick + 1);
            }
        }
    }

    private int PartitionOf(AccountId account) => Population.PartitionOf(account.Value / _plan.Population.BlockSize, _partitions.Count);

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
        _parts.Clear();
        _results.Clear();
        bool settle = _statusAtBarrier == RunStatus.Finished;
        for (int partition = 0; partition < _partitions.Count; partition++)
        {
            Await(partition);
            _partitions[partition].Tell(new SavePartition(_plan.Generation, _venue.Tick + 1, _desks[partition].TakeNews(), settle), Self);
        }
    }

    private void OnSaved(PartitionSaved saved)
    {
        _parts.AddRange(saved.Parts);
        _results.AddRange(saved.Results);
        Answered(saved.Partition, saved.NextDueTick, saved.Counters);
        if (_awaited > 0)
        {
            return;
        }

        _results.Sort((left, right) => left.Account.CompareTo(right.Account));
        Settlement.Check(_results, _venue.Ledger);
        _venue.Ledger.CheckConservation();
        _parts.Add(SaveMarket());
        _parts.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        _plan.Coordinator.Tell(
            new CheckpointPrepared(_venue.Tick, _statusAtBarrier, [.. _parts], _plan.Recorder.Flush(), [.. _results], Figures()), Self);
    }

    private MarketFigures Figures() => new(
        _venue.Counters, Counters, _venue.Fingerprint.Value, _venue.Fingerprint.Milestones, _venue.LastPrice);

    private PartReference SaveMarket()
    {
        _writer.Clear();
        _writer.WriteArrayHeader(2);
        Counters.Save(_writer);
        _venue.Save(_writer);
        return _plan.Store.WritePart(PartNames.Market, _writer.Written);
    }

    private void Restore(CheckpointManifest manifest)
    {
        var reader = new MessagePackReader(_plan.Store.ReadPart(manifest.Part(PartNames.Market)));
        reader.ReadArrayHeader(2);
        _countersBefore = AgentCounters.Restore(ref reader);
        _venue.Restore(ref reader);
        _plan.Recorder.ResumeAfter(_venue.Tick, _venue.Ledger);
    }

    private void SendToAll(object message)
    {
        for (int partition = 0; partition < _partitions.Count; partition++)
        {
            Await(partition);
            _partitions[partition].Tell(message, Self);
        }
    }

    private void Await(int partition)
    {
        _awaited++;
        _desks[partition].Await();
    }

    private void Answered(int partition, long nextDueTick, PartitionCounters counters)
    {
        _awaited--;
        _desks[partition].Answered(nextDueTick, counters);
    }

    /// <summary>Market to itself: other messages had their turn, go on.</summary>
    private sealed record Continue
    {
        public static Continue Instance { get; } = new();
    }
}
