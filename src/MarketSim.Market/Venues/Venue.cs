using System.Collections.Immutable;
using MarketSim.Market.Accounts;
using MarketSim.Market.Arrivals;
using MarketSim.Market.Book;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Fundamentals;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Venues;

/// <summary>
/// The exchange as a state machine without threads or clocks: a tick opens (snapshot), requests come in, the tick closes (requests are
/// applied in order of arrival, account events and fingerprint follow). The same calls give the same events, bit for bit.
/// </summary>
public sealed class Venue
{
    /// <summary>Version of the saved form; another version is refused.</summary>
    private const int FormatVersion = 3;

    private readonly VenueSettings _settings;
    private readonly IVenueListener _listener;
    private readonly ArrivalQueue _arrivals;
    private readonly BookLevel[] _levelBuffer;
    private readonly ShadowOrders? _shadows;
    private readonly FundsCheck? _funds;
    private readonly ParentOrders _parents = new();
    private OrderBook _book;
    private Price _lastPrice;
    private VenueCounters _counters;

    // What the event sink needs to know of the request that is being applied.
    private RequestKind _request;
    private int _requestParent;

    /// <param name="openings">One opening position per account; the venue takes the array over.</param>
    /// <param name="fingerprint">The fingerprint to continue, when sessions follow one another; null for a new one.</param>
    public Venue(VenueSettings settings, IFundamentalValue fundamental, Position[] openings, IVenueListener listener, Fingerprint? fingerprint = null)
    {
        _settings = settings;
        _listener = listener;
        Fundamental = fundamental;
        Ledger = new Ledger(openings, settings.Fees);
        Fingerprint = fingerprint ?? new Fingerprint(settings.Session.TickCount);
        Tick = settings.Session.FirstTick - 1;
        _arrivals = new ArrivalQueue(settings.Seed);
        _book = new OrderBook(settings.Rules);
        _shadows = settings.Shadows is null ? null : new ShadowOrders(settings.Rules);
        _funds = settings.Funds is { } funds ? new FundsCheck(funds, settings.Fees) : null;
        _levelBuffer = new BookLevel[settings.SnapshotLevels];
        _lastPrice = settings.InitialPrice;
    }

    /// <summary>The tick opened last; before the first, the one before it.</summary>
    public long Tick { get; private set; }

    /// <summary>Cash and inventory of all accounts.</summary>
    public Ledger Ledger { get; }

    /// <summary>The order book.</summary>
    public OrderBook Book => _book;

    /// <summary>The fundamental value of the instrument.</summary>
    public IFundamentalValue Fundamental { get; }

    /// <summary>The chain over all events so far.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>Counts since the session began.</summary>
    public VenueCounters Counters => _counters;

    /// <summary>Price of the last trade; the initial price before one.</summary>
    public Price LastPrice => _lastPrice;

    /// <summary>The first tick after the present one at which the venue itself has something to do: a request arrives or an order expires.</summary>
    public long NextDueTick
    {
        get
        {
            TradingSession session = _settings.Session;
            long due = long.MaxValue;
            if (_arrivals.NextArrival != SimulatedTime.Never)
            {
                due = session.TickAt(_arrivals.NextArrival);
            }

            if (NextExpiry != SimulatedTime.Never)
            {
                due = Math.Min(due, session.TickEndingAtOrAfter(NextExpiry));
            }

            return Math.Max(due, Tick + 1);
        }
    }

    /// <summary>Opens a later tick; the fundamental value advances over the gap.</summary>
    public void OpenTick(long tick)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(tick, Tick);

        // A value's path depends on the moments at which it is asked for. Accounts that prices do not react to wake at other moments, so with
        // them the value goes tick by tick.
        for (long passed = _shadows is null ? tick : Tick + 1; passed < tick; passed++)
        {
            Fundamental.AdvanceTo(_settings.Session.OpenOf(passed));
        }

        Tick = tick;
        Fundamental.AdvanceTo(_settings.Session.OpenOf(tick));
    }

    /// <summary>The public state of the market; taken when a tick opens.</summary>
    public MarketSnapshot Snapshot() => SnapshotAt(Tick, default);

    /// <summary>The public state of the market as of a tick at which trading is over.</summary>
    public MarketSnapshot SnapshotAt(long tick, CompetingAgentTotals competingAgents) => new()
    {
        Tick = tick,
        Time = _settings.Session.OpenOf(tick),
        Bids = Levels(Side.Buy),
        Asks = Levels(Side.Sell),
        LastPrice = _lastPrice,
        CumulativeVolumeLots = _counters.VolumeLots,
        FundamentalValueTicks = Fundamental.Value,
        CompetingAgents = competingAgents,
    };

    /// <summary>Takes a request in; it is applied when its time of arrival has come.</summary>
    public void Receive(in OrderRequest request) => _arrivals.Add(request);

    /// <summary>Takes many requests in, sorted by arrival; their memory is read until the tick is closed.</summary>
    public void Receive(ReadOnlyMemory<OrderRequest> requests) => _arrivals.Add(requests);

    /// <summary>Closes the open tick: applies what arrives before the next one opens, and extends the fingerprint.</summary>
    public void CloseTick()
    {
        SimulatedTime end = _settings.Session.OpenOf(Tick + 1);
        while (_arrivals.TryTake(end, out OrderRequest request))
        {
            // In a large book each request waits for memory, unless it was asked for before.
            _book.Prefetch(_arrivals.LookAhead);
            Apply(request);
        }

        _arrivals.KeepRest();

        // An order that expires exactly when the next tick opens is not in that tick's snapshot.
        Expire(end);
        Fingerprint.CloseTick(Tick);
    }

    /// <summary>Ends the session after the last tick: refuses requests that are still in transit, so that portfolios can settle.</summary>
    public void EndSession()
    {
        Tick = _settings.Session.EndTick;
        while (_arrivals.TryTake(SimulatedTime.Never, out OrderRequest request))
        {
            Apply(request);
        }

        Fingerprint.CloseTick(Tick);
        Ledger.CheckConservation();
    }

    /// <summary>The venue's record of an account.</summary>
    public AccountStatement StatementOf(AccountId account)
    {
        var resting = new RestingOrder[_book.OrderCount];
        int bids = _book.CopyOrders(Side.Buy, resting);
        int asks = _book.CopyOrders(Side.Sell, resting.AsSpan(bids));
        List<OpenOrder> open = [.. resting.Take(bids + asks)
            .Where(order => order.Account == account)
            .Select(order => new OpenOrder(order.Id, order.Side, order.Price, order.OpenQuantity))];
        open.AddRange(_arrivals.Of(account)
            .Where(request => request.Kind == RequestKind.Submit)
            .Select(request => new OpenOrder(request.Order.Id, request.Order.Side, request.Order.Price, request.Order.Quantity)));
        open.AddRange((_shadows?.Of(account) ?? []).Select(order => new OpenOrder(order.Id, order.Side, order.Price, order.Quantity)));
        open.Sort((left, right) => left.Id.CompareTo(right.Id));
        return new AccountStatement(account, Ledger[account], open);
    }

    /// <summary>Saves everything between two ticks but the accounts, which the <see cref="Ledger"/> saves in blocks; account events that were already reported belong to the listener.</summary>
    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader((_shadows is null ? 9 : 11) + (_parents.IsEmpty ? 0 : 1));
        writer.WriteInt64(FormatVersion);
        writer.WriteInt64(Tick);
        writer.WriteInt64(_lastPrice.Ticks);
        _counters.Save(writer);
        writer.WriteInt64(Ledger.VenueCash);
        _arrivals.Save(writer);
        _book.Save(writer);
        Fundamental.Save(writer);
        Fingerprint.Save(writer);
        if (_shadows is not null)
        {
            writer.WriteInt64(Ledger.VenueInventory);
            _shadows.Save(writer);
        }

        // Left out where there is none, so that markets without parent orders keep their bytes.
        if (!_parents.IsEmpty)
        {
            _parents.Save(writer);
        }
    }

    /// <summary>Restores what <see cref="Save"/> wrote into a venue that was made with the same settings.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another version, or damaged.</exception>
    public void Restore(ref MessagePackReader reader)
    {
        int fields = _shadows is null ? 9 : 11;
        int found = reader.ReadArrayHeader();
        if (found != fields && found != fields + 1)
        {
            throw new InvalidDataException($"The saved market has {found} fields; it must have {fields}, or one more with parent orders.");
        }

        long version = reader.ReadInt64();
        if (version != FormatVersion)
        {
            throw new InvalidDataException($"The saved market has format version {version}; this program reads version {FormatVersion}.");
        }

        Tick = reader.ReadInt64();
        _lastPrice = new Price(reader.ReadInt64());
        _counters = VenueCounters.Restore(ref reader);
        Ledger.RestoreVenueCash(reader.ReadInt64());
        _arrivals.Restore(ref reader);
        _book = OrderBook.Restore(_settings.Rules, ref reader);
        _funds?.Restore(_book);
        Fundamental.Restore(ref reader);
        Fingerprint.Restore(ref reader);
        if (_shadows is not null)
        {
            Ledger.RestoreVenueInventory(reader.ReadInt64());
            _shadows.Restore(ref reader);
        }

        _parents.Clear();
        if (found > fields)
        {
            _parents.Restore(ref reader);
        }
    }

    private SimulatedTime NextExpiry =>
        _shadows?.NextExpiry is { } shadow && shadow < _book.NextExpiry ? shadow : _book.NextExpiry;

    private bool IsShadow(AccountId account) => _shadows is not null && _settings.Shadows![account.Value];

    private ImmutableArray<BookLevel> Levels(Side side)
    {
        int count = _book.CopyLevels(side, _levelBuffer);
        return ImmutableArray.Create(_levelBuffer.AsSpan(0, count));
    }

    private void Expire(SimulatedTime now)
    {
        if (NextExpiry <= now)
        {
            _request = RequestKind.Submit;
            var sink = new Sink(this);
            _book.Expire(now, ref sink);
            _shadows?.Expire(now, ref sink);
        }
    }

    private void Apply(in OrderRequest request)
    {
        SimulatedTime now = request.Arrival;
        Expire(now);
        _request = request.Kind;
        var sink = new Sink(this);
        NewOrder order = request.Order;
        _requestParent = request.Kind == RequestKind.Submit ? order.Parent : _parents.Of(order.Id);
        if (request.Kind == RequestKind.Submit)
        {
            _counters.Orders++;
        }

        if (now >= _settings.Session.Close)
        {
            sink.OnEvent(Refusal(order, EventReason.MarketClosed, now));
            return;
        }

        if (_funds is not null && _funds.Refuses(request, _book, _shadows, Ledger, _lastPrice))
        {
            _counters.Amendments += request.Kind == RequestKind.Amend ? 1 : 0;
            sink.OnEvent(Refusal(order, EventReason.InsufficientFunds, now));
            return;
        }

        if (IsShadow(order.Account))
        {
            ApplyToShadows(request, now);
            return;
        }

        switch (request.Kind)
        {
            case RequestKind.Submit:
                _book.Submit(order, now, ref sink);
                _parents.Submitted(order, _book);
                break;
            case RequestKind.Cancel:
                _counters.Cancels++;
                _book.Cancel(order.Id, order.Account, now, ref sink);
                break;
            case RequestKind.Amend:
                _counters.Amendments++;
                _book.Amend(order.Id, order.Account, order.Price, order.Quantity, now, ref sink);
                break;
            default:
                throw new InvalidOperationException($"Request kind {request.Kind} is not known.");
        }
    }

    private void ApplyToShadows(in OrderRequest request, SimulatedTime now)
    {
        var sink = new Sink(this);
        NewOrder order = request.Order;
        if (request.Kind == RequestKind.Submit)
        {
            _shadows!.Submit(order, _book, now, ref sink);
            return;
        }

        // Shadow orders are cancelled and sent again: there is no place in a queue to keep.
        EventReason refusal = EventReason.OrderUnknown;
        if (request.Kind == RequestKind.Cancel)
        {
            _counters.Cancels++;
            refusal = _shadows!.Cancel(order.Id, now, ref sink) ? EventReason.None : refusal;
        }
        else
        {
            _counters.Amendments++;
            refusal = EventReason.CombinationNotAllowed;
        }

        if (refusal != EventReason.None)
        {
            sink.OnEvent(BookEvents.CancelRefused(order.Id, order.Account, refusal, now));
        }
    }

    private static BookEvent Refusal(in NewOrder order, EventReason reason, SimulatedTime now) => new(
        BookEventKind.Refused, reason, order.Side, now, order.Id, order.Account, order.Price, order.Quantity, Quantity.Zero, default, default, default);

    private void OnEvent(in BookEvent bookEvent)
    {
        Fingerprint.Add(bookEvent);
        switch (bookEvent.Kind)
        {
            case BookEventKind.Traded:
                OnTrade(bookEvent);
                break;
            case BookEventKind.Refused:
                _counters.Refusals++;
                _listener.Notify(AccountEventOf(bookEvent, AccountEventKind.Refused));
                break;
            case BookEventKind.Cancelled:
                _counters.SelfTradeCancels += bookEvent.Reason == EventReason.SelfTrade ? 1 : 0;
                _parents.Changed(bookEvent.Order, bookEvent.Remaining);
                _listener.Notify(AccountEventOf(bookEvent, AccountEventKind.Cancelled));
                break;
            case BookEventKind.Amended:
                _listener.Notify(AccountEventOf(bookEvent, AccountEventKind.Amended));
                break;
            case BookEventKind.Expired:
                _parents.Changed(bookEvent.Order, Quantity.Zero);
                _listener.Notify(AccountEventOf(bookEvent, AccountEventKind.Expired));
                break;
            default:
                break;
        }
    }

    private void OnTrade(in BookEvent trade)
    {
        if (trade.RestingAccount == ShadowOrders.House)
        {
            OnShadowTrade(trade);
            return;
        }

        (long takerFee, long makerFee) = Ledger.Book(trade.Account, trade.Side, trade.RestingAccount, trade.Price, trade.Quantity);
        _counters.Trades++;
        _counters.SelfTrades += _settings.Rules.SelfTrades.AreOneOwner(trade.Account, trade.RestingAccount) ? 1 : 0;
        _counters.VolumeLots += trade.Quantity.Lots;
        _lastPrice = trade.Price;
        Side restingSide = trade.Side == Side.Buy ? Side.Sell : Side.Buy;
        _listener.Notify(new AccountEvent(
            trade.Account, AccountEventKind.Filled, EventReason.None, _request, trade.Side, IsAggressor: true, trade.Time, trade.Order, trade.Price, trade.Quantity, trade.Remaining, takerFee));
        _listener.Notify(new AccountEvent(
            trade.RestingAccount, AccountEventKind.Filled, EventReason.None, RequestKind.Submit, restingSide, IsAggressor: false, trade.Time, trade.RestingOrder, trade.Price, trade.Quantity, trade.RestingRemaining, makerFee));
        _listener.Traded(Tick, trade with { Parent = _requestParent, RestingParent = _parents.Of(trade.RestingOrder) }, takerFee, makerFee);
        _parents.Changed(trade.RestingOrder, trade.RestingRemaining);
        _parents.Changed(trade.Order, trade.Remaining);
        if (_shadows is not null)
        {
            var sink = new Sink(this);
            _shadows.Traded(trade.Price, trade.Quantity, trade.Time, ref sink);
        }
    }

    // Nobody but its owner sees it: neither the last price nor the volume knows of it.
    private void OnShadowTrade(in BookEvent trade)
    {
        long fee = Ledger.BookWithVenue(trade.Account, trade.Side, trade.Price, trade.Quantity);
        _listener.Notify(new AccountEvent(
            trade.Account, AccountEventKind.Filled, EventReason.None, _request, trade.Side, IsAggressor: true, trade.Time, trade.Order, trade.Price, trade.Quantity, trade.Remaining, fee));
        _listener.Traded(Tick, trade with { Parent = _requestParent }, fee, makerFee: 0);
    }

    private AccountEvent AccountEventOf(in BookEvent bookEvent, AccountEventKind kind) => new(
        bookEvent.Account, kind, bookEvent.Reason, _request, bookEvent.Side, IsAggressor: false, bookEvent.Time, bookEvent.Order, bookEvent.Price, bookEvent.Quantity, bookEvent.Remaining, Fee: 0);

    private readonly struct Sink(Venue venue) : IBookEventSink
    {
        public void OnEvent(in BookEvent bookEvent) => venue.OnEvent(bookEvent);
    }
}
