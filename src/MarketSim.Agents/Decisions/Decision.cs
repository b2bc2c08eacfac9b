using MarketSim.Agents.Portfolios;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.Decisions;

/// <summary>The reasons for an agent's wake-up.</summary>
[Flags]
public enum WakeReason
{
    /// <summary>Not awake.</summary>
    None = 0,

    /// <summary>The time that the agent has named.</summary>
    Scheduled = 1,

    /// <summary>An account event: a fill, a refusal or an expiry.</summary>
    AccountEvent = 2,
}

/// <summary>
/// The input and output of a strategy in one decision: it reads the market as the tick opened, its own portfolio and its own random stream; it answers with
/// requests and with the time of its next wake-up. Valid only during <see cref="Strategies.IStrategy.Decide"/>.
/// </summary>
public sealed class Decision
{
    private readonly RequestBuffer _requests;
    private DecidingAgent _agent = null!;

    /// <summary>Creates a decision object, which serves all agents of a partition, one after the other.</summary>
    public Decision(RequestBuffer requests, TradingSession session)
    {
        _requests = requests;
        Session = session;
    }

    /// <summary>The present session.</summary>
    public TradingSession Session { get; private set; }

    /// <summary>The public state of the market at the opening of the tick.</summary>
    public MarketSnapshot Market { get; private set; } = null!;

    /// <summary>The time of the decision; inside the tick, so later than the snapshot.</summary>
    public SimulatedTime Now { get; private set; }

    /// <summary>The reasons for this wake-up.</summary>
    public WakeReason Reason { get; private set; }

    /// <summary>
    /// True at a wake-up that the strategy has scheduled. False when only account events have woken it: its scheduled wake-up then remains, unless it names
    /// another.
    /// </summary>
    public bool IsScheduled => (Reason & WakeReason.Scheduled) != WakeReason.None;

    /// <summary>The agent's own portfolio.</summary>
    public Portfolio Portfolio => _agent.Portfolio;

    /// <summary>The agent's own stream for the draws of its strategy.</summary>
    public ref RandomStream Random => ref _agent.StrategyRandom;

    /// <summary>The next wake-up; <see cref="SimulatedTime.Never"/> until the strategy names one. Account events may wake the agent earlier.</summary>
    public SimulatedTime NextWake { get; private set; }

    /// <summary>Number of requests in the buffer, which also holds those of other agents' decisions in this tick.</summary>
    internal int RequestCount => _requests.Count;

    /// <summary>The requests in the buffer after a count; valid until the next request.</summary>
    internal ReadOnlySpan<OrderRequest> RequestsSince(int count) => _requests.Requests[count..];

    /// <summary>Names the next wake-up.</summary>
    public void WakeAt(SimulatedTime time) => NextWake = time;

    /// <summary>Names the next wake-up.</summary>
    /// <param name="delayNanoseconds">From <see cref="Now"/>; at least 1.</param>
    public void WakeAfter(long delayNanoseconds) => NextWake = Now.Later(Math.Max(1, delayNanoseconds));

    /// <summary>Sends a limit order that stays until it is filled or cancelled.</summary>
    /// <param name="parent">The agent's own number, from 1, of the parent order that it is a child of; 0 for none.</param>
    public OrderId SubmitLimit(Side side, Price price, Quantity quantity, int parent = 0) =>
        Submit(side, OrderTerms.Resting, price, quantity, parent);

    /// <summary>Sends a limit order that is refused if it would trade at once.</summary>
    public OrderId SubmitPostOnly(Side side, Price price, Quantity quantity) =>
        Submit(side, OrderTerms.Resting with { PostOnly = true }, price, quantity);

    /// <summary>Sends a limit order whose unfilled quantity is cancelled at once.</summary>
    /// <inheritdoc cref="SubmitLimit" path="/param"/>
    public OrderId SubmitImmediateOrCancel(Side side, Price price, Quantity quantity, int parent = 0) =>
        Submit(side, new OrderTerms(OrderType.Limit, TimeInForce.ImmediateOrCancel, SimulatedTime.Never), price, quantity, parent);

    /// <summary>Sends a limit order that expires.</summary>
    /// <inheritdoc cref="SubmitLimit" path="/param"/>
    public OrderId SubmitGoodTill(Side side, Price price, Quantity quantity, SimulatedTime expiresAt, int parent = 0) =>
        Submit(side, new OrderTerms(OrderType.Limit, TimeInForce.GoodTillTime, expiresAt), price, quantity, parent);

    /// <summary>Sends a market order.</summary>
    /// <inheritdoc cref="SubmitLimit" path="/param"/>
    public OrderId SubmitMarket(Side side, Quantity quantity, int parent = 0) =>
        Submit(side, new OrderTerms(OrderType.Market, TimeInForce.ImmediateOrCancel, SimulatedTime.Never), default, quantity, parent);

    /// <summary>Requests the cancellation of an own order. It can still trade until the request arrives.</summary>
    public void Cancel(OrderId order) => Send(RequestKind.Cancel, new NewOrder(
        order, _agent.Account, Side.Buy, OrderType.Limit, TimeInForce.GoodTillCancel, PostOnly: false, default, Quantity.Zero, SimulatedTime.Never));

    /// <summary>Requests the cancellation of every open order.</summary>
    public void CancelAll()
    {
        // By index: the enumerator of an interface would be an allocation per decision.
        IReadOnlyList<OpenOrder> open = Portfolio.OpenOrders;
        for (int i = 0; i < open.Count; i++)
        {
            Cancel(open[i].Id);
        }
    }

    /// <summary>Requests another price or open quantity. Less quantity at the same price keeps the order's place in the queue; any other change loses it.</summary>
    public void Amend(OrderId order, Price price, Quantity openQuantity) => Send(RequestKind.Amend, new NewOrder(
        order, _agent.Account, Side.Buy, OrderType.Limit, TimeInForce.GoodTillCancel, PostOnly: false, price, openQuantity, SimulatedTime.Never));

    /// <summary>Begins another session of several.</summary>
    public void BeginSession(TradingSession session) => Session = session;

    internal void Begin(DecidingAgent agent, MarketSnapshot market, SimulatedTime now, WakeReason reason)
    {
        _agent = agent;
        Market = market;
        Now = now;
        Reason = reason;
        NextWake = SimulatedTime.Never;
    }

    private OrderId Submit(Side side, in OrderTerms terms, Price price, Quantity quantity, int parent = 0)
    {
        int sequence = _agent.NextSequence();
        OrderId id = OrderId.Of(_agent.Account, sequence);
        var order = new NewOrder(id, _agent.Account, side, terms.Type, terms.TimeInForce, terms.PostOnly, price, quantity, terms.ExpiresAt) { Parent = parent };
        _requests.Add(new OrderRequest(RequestKind.Submit, _agent.ArrivalOf(Now), sequence, order));
        _agent.CountOrder();
        Portfolio.OrderSent(new OpenOrder(id, side, price, quantity));
        return id;
    }

    private void Send(RequestKind kind, in NewOrder order) =>
        _requests.Add(new OrderRequest(kind, _agent.ArrivalOf(Now), _agent.NextSequence(), order));

    /// <summary>Conditions under which an order may trade, and its lifetime.</summary>
    private readonly record struct OrderTerms(OrderType Type, TimeInForce TimeInForce, SimulatedTime ExpiresAt, bool PostOnly = false)
    {
        public static OrderTerms Resting { get; } = new(OrderType.Limit, TimeInForce.GoodTillCancel, SimulatedTime.Never);
    }
}
