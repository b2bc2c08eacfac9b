using Akka.Actor;
using MarketSim.Engine.Participants;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Results.Checkpoints;
using MarketSim.Simulation.Participants;

namespace MarketSim.Cluster.Tests.StandIns;

/// <summary>
/// Stands in for the learners to come. At named ticks it begins an update of its weights with what it sees, which continues in the background over many
/// ticks; at the next named tick the result is due, and an order that depends on every weight goes to the market, so that a lost, repeated or wrong
/// update shows in the fingerprint. The answer to that tick waits for the update.
/// </summary>
internal sealed class StandInLearner : TickParticipant, IWithTimers
{
    private readonly StandInSettings _settings;
    private readonly StandInState _state;
    private readonly AccountId _account;
    private readonly OrderRequest[] _requests = new OrderRequest[1];
    private float[] _spare;
    private StandInUpdate? _update;
    private TickOpened? _opened;
    private IActorRef? _market;
    private int _sent;

    public StandInLearner(ParticipantContext context, StandInSettings settings)
        : base(context)
    {
        _settings = settings;
        _state = new StandInState(settings.Floats);
        _spare = new float[settings.Floats];
        _account = new AccountId(StandInSettings.AccountIn(context.Market.Population));
        PartNames = StandInState.PartNames(settings.Floats);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override IReadOnlyList<string> PartNames { get; }

    protected override long NextDueTick => _state.Inputs.Tick < 0 ? 0 : _state.Inputs.Tick + _settings.EveryTicks;

    protected override PartitionCounters Counters => new(Observations: 0, _sent, Failures: 0);

    protected override void Restore(CheckpointParts parts) => _state.Restore([.. PartNames.Select(name => parts[name])]);

    protected override void Begin(long tick)
    {
        if (_state.Inputs.Tick >= 0)
        {
            BeginUpdate();
        }
    }

    protected override void OnTick(TickOpened opened, IActorRef market)
    {
        _opened = opened;
        _market = market;
        AnswerIfDone();
    }

    // Events of its orders go to the account's agent.
    protected override void Deliver(in ParticipantDelivery delivery, long nextTick)
    {
    }

    // The weights before the update and what it began with: the same bytes however far it has come.
    protected override IReadOnlyList<PartContent> Save() => _state.Save();

    protected override void ReceiveOther(object message)
    {
        if (message is not SliceDue)
        {
            Unhandled(message);
            return;
        }

        _update!.RunSlice();
        if (_update.IsDone)
        {
            AnswerIfDone();
        }
        else
        {
            Timers.StartSingleTimer("slice", SliceDue.Instance, _settings.SlicePause);
        }
    }

    private void BeginUpdate()
    {
        _update = new StandInUpdate(_state.Weights, _spare, _state.Inputs, _settings.Slices);
        Timers.StartSingleTimer("slice", SliceDue.Instance, _settings.SlicePause);
    }

    private void AnswerIfDone()
    {
        if (_opened is not { } opened || _update is { IsDone: false })
        {
            return;
        }

        _opened = null;
        int orders = 0;
        if (_update is { } done)
        {
            (_state.Weights, _spare) = (_spare, _state.Weights);
            _requests[orders++] = Order(done.Mixed, opened.Market);
        }

        _state.Inputs = StandInInputs.Of(opened.Market);
        BeginUpdate();
        Answer(_market!, opened.Market.Tick, new ParticipantActions(_requests.AsSpan(0, orders).ToArray(), [], NextDueTick, Counters, []));
    }

    // Side, size and price all come from the weights.
    private OrderRequest Order(ulong mixed, MarketSnapshot market)
    {
        int sequence = ++_state.Orders;
        _sent++;
        Side side = (mixed & 1) == 0 ? Side.Buy : Side.Sell;
        long aggression = (long)(mixed >> 1 & 7) - 3;
        var price = new Price(Math.Max(1, (long)market.MidTicks + (side == Side.Buy ? aggression : -aggression)));
        SimulatedTime arrival = market.Time.Later(1 + (long)(mixed >> 8 & 0xFFFFF));
        SimulatedTime expiry = market.Time.Later(5 * Setup.Scenario.Market.Session.TickNanoseconds);
        var order = new NewOrder(
            OrderId.Of(_account, sequence), _account, side, OrderType.Limit, TimeInForce.GoodTillTime, PostOnly: false, price, new Quantity(1 + (long)(mixed >> 4 & 7)), expiry);
        return new OrderRequest(RequestKind.Submit, arrival, sequence, order);
    }

    private sealed record SliceDue
    {
        public static SliceDue Instance { get; } = new();
    }
}
