using MarketSim.Agents.Decisions;
using MarketSim.Agents.Population;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Tests.Harness;

/// <summary>One agent, woken by hand with snapshots that are made by hand.</summary>
internal sealed class AgentProbe
{
    private readonly RequestBuffer _requests = new();
    private readonly Decision _decision;
    private readonly ulong _seed;
    private long _tick = -1;

    public AgentProbe(string strategy, (string Name, string Value)[]? parameters = null, ulong seed = 1, int member = 0, LatencyModel? latency = null)
    {
        _seed = seed;
        _decision = new Decision(_requests, TestMarket.Session);
        Agent = new TradingAgent(
            Groups.Of(strategy, parameters, latency: latency), member, seed, new Price(TestMarket.InitialTicks), TestMarket.Session, RestartPolicy.Default);
    }

    public TradingAgent Agent { get; }

    /// <summary>Requests of the latest decision.</summary>
    public OrderRequest[] Requests => _requests.Requests.ToArray();

    public OrderRequest[] Submits => [.. Requests.Where(request => request.Kind == RequestKind.Submit)];

    public SimulatedTime NextWake => Agent.NextWake;

    /// <summary>The tick at which the agent is awake next.</summary>
    public long NextTick => Agent.DueTick(_tick, TestMarket.Session);

    /// <summary>The tick at which it was awake last; -1 before the first.</summary>
    public long Tick => _tick;

    /// <summary>Wakes the agent when it or its account events want to, in the market that the caller makes of the tick.</summary>
    public AgentProbe WakeNext(Func<long, MarketSnapshot> market) => WakeAt(NextTick, market);

    /// <summary>Wakes the agent when it wants to, account events aside.</summary>
    public AgentProbe Wake(
        long? bid = TestMarket.InitialTicks - 1, long? ask = TestMarket.InitialTicks + 1, double fundamental = TestMarket.InitialTicks, long volume = 0) => WakeAt(
        Math.Max(_tick + 1, TestMarket.Session.TickAt(NextWake)),
        tick => TestMarket.Snapshot(tick, bid, ask, fundamental, volume));

    /// <summary>Wakes the agent and then takes out all orders but those of this decision, as if every cancel came through; allocates nothing itself.</summary>
    public void WakeAndSettle(Func<long, MarketSnapshot> market)
    {
        _tick = NextTick;
        int known = Agent.Portfolio.OpenOrders.Count;
        _requests.TruncateTo(0);
        Agent.Decide(_decision, market(_tick));
        for (int i = 0; i < known; i++)
        {
            OpenOrder order = Agent.Portfolio.OpenOrders[0];
            Agent.Apply(
                new AccountEvent(
                    Agent.Account, AccountEventKind.Cancelled, EventReason.Requested, RequestKind.Cancel, order.Side, false, TestMarket.Session.OpenOf(_tick + 1), order.Id, order.Price, order.OpenQuantity, Quantity.Zero, 0),
                _tick + 1);
        }
    }

    /// <summary>Fills an open order, or a part of it.</summary>
    public void Fill(OrderRequest request, long lots, long? priceTicks = null)
    {
        OpenOrder open = Agent.Portfolio.OpenOrders.Single(order => order.Id == request.Order.Id);
        Apply(AccountEventKind.Filled, request, priceTicks ?? request.Order.Price.Ticks, lots, open.OpenQuantity.Lots - lots);
    }

    /// <summary>Takes what is open of an order out.</summary>
    public void Remove(OrderRequest request, AccountEventKind kind = AccountEventKind.Cancelled)
    {
        OpenOrder open = Agent.Portfolio.OpenOrders.Single(order => order.Id == request.Order.Id);
        Apply(kind, request, request.Order.Price.Ticks, open.OpenQuantity.Lots, remaining: 0);
    }

    /// <summary>Confirms an amendment.</summary>
    public void Amended(OrderRequest request) =>
        Apply(AccountEventKind.Amended, request, request.Order.Price.Ticks, request.Order.Quantity.Lots, request.Order.Quantity.Lots);

    public byte[] Save()
    {
        var writer = new MessagePackWriter();
        Agent.Save(writer);
        return writer.Written.ToArray();
    }

    public void Restore(byte[] saved, long tick)
    {
        var reader = new MessagePackReader(saved);
        Agent.Restore(ref reader, _seed);
        _tick = tick;
    }

    private AgentProbe WakeAt(long tick, Func<long, MarketSnapshot> market)
    {
        _tick = tick;
        _requests.TruncateTo(0);
        Agent.Decide(_decision, market(_tick));
        return this;
    }

    private void Apply(AccountEventKind kind, in OrderRequest request, long priceTicks, long lots, long remaining) =>
        Agent.Apply(
            new AccountEvent(
                Agent.Account, kind, EventReason.None, RequestKind.Submit, SideOf(request), false, TestMarket.Session.OpenOf(_tick + 1), request.Order.Id, new Price(priceTicks), new Quantity(lots), new Quantity(remaining), 0),
            _tick + 1);

    private Side SideOf(OrderRequest request) => Agent.Portfolio.OpenOrders.Single(order => order.Id == request.Order.Id).Side;
}
