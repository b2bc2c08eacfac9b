using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Fundamentals;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Tests.Venues;

/// <summary>A venue with ten ticks of 100 ns from 1,000 to 1,950, so the last tick reaches beyond the close; accounts 0 to 5.</summary>
internal sealed class VenueUnderTest
{
    public const ulong Seed = 17;
    public const int Accounts = 6;
    public const int SnapshotLevels = 2;

    private readonly int[] _sequences = new int[Accounts];

    /// <param name="shadows">Accounts that prices do not react to.</param>
    /// <param name="selfTrades">Null where accounts may trade with themselves.</param>
    /// <param name="limitedCash">Opening cash of accounts that are bound by <paramref name="funds"/>; null where they may owe.</param>
    /// <param name="funds">Null where accounts of limited cash trade only what they have.</param>
    public VenueUnderTest(ulong seed = Seed, bool[]? shadows = null, SelfTradeRules? selfTrades = null, long? limitedCash = null, FundsRule? funds = null)
    {
        Position[] openings = [.. Enumerable.Repeat(new Position(limitedCash ?? 100_000, 50, new Price(100)), Accounts)];
        Listener = new RecordingListener(openings) { HasHouse = shadows is not null, AreFundsLimited = limitedCash is not null && (funds ?? FundsRule.Limited) == FundsRule.Limited };
        var fundamental = new MeanRevertingValue(
            new MeanRevertingParameters { InitialValue = 100, LongRunValue = 100, HalfLifeSeconds = 1e-6, VolatilityPerSqrtSecond = 300, JumpsPerSecond = 1e6, JumpDeviation = 0.01 },
            Session.Open,
            seed);
        Venue = new Venue(
            new VenueSettings(
                new Instrument("SIM", 0.01m, 1), Session, new BookRules { SelfTrades = selfTrades ?? SelfTradeRules.None }, new FeeSchedule(-200_000, 500_000), new Price(100), SnapshotLevels, seed) { Shadows = shadows, Funds = limitedCash is null ? null : Enumerable.Repeat(funds ?? FundsRule.Limited, Accounts).ToArray() },
            fundamental,
            openings,
            Listener);
        Listener.Venue = Venue;
    }

    public static TradingSession Session { get; } = new(new SimulatedTime(1_000), new SimulatedTime(1_950), tickNanoseconds: 100);

    public Venue Venue { get; }

    public RecordingListener Listener { get; }

    public IEnumerable<AccountEvent> AccountEvents => Listener.AccountEvents;

    /// <summary>Sends a limit order, good till cancelled or until a time, and returns its id.</summary>
    public OrderId Limit(int account, Side side, long price, long quantity, long arrival, long? expires = null, bool postOnly = false, int parent = 0)
    {
        var order = new NewOrder(
            OrderId.Of(new AccountId(account), ++_sequences[account]),
            new AccountId(account),
            side,
            OrderType.Limit,
            expires is null ? TimeInForce.GoodTillCancel : TimeInForce.GoodTillTime,
            postOnly,
            new Price(price),
            new Quantity(quantity),
            expires is { } time ? new SimulatedTime(time) : SimulatedTime.Never)
        {
            Parent = parent,
        };
        Venue.Receive(new OrderRequest(RequestKind.Submit, new SimulatedTime(arrival), _sequences[account], order));
        return order.Id;
    }

    public void Market(int account, Side side, long quantity, long arrival)
    {
        var owner = new AccountId(account);
        var order = new NewOrder(OrderId.Of(owner, ++_sequences[account]), owner, side, OrderType.Market, TimeInForce.ImmediateOrCancel, PostOnly: false, new Price(0), new Quantity(quantity), SimulatedTime.Never);
        Venue.Receive(new OrderRequest(RequestKind.Submit, new SimulatedTime(arrival), _sequences[account], order));
    }

    public void Cancel(int account, OrderId order, long arrival) => Change(RequestKind.Cancel, account, order, 0, 0, arrival);

    public void Amend(int account, OrderId order, long price, long quantity, long arrival) =>
        Change(RequestKind.Amend, account, order, price, quantity, arrival);

    /// <summary>Runs one tick and returns the snapshot of its opening.</summary>
    public MarketSnapshot Run(long tick)
    {
        Venue.OpenTick(tick);
        MarketSnapshot snapshot = Venue.Snapshot();
        Venue.CloseTick();
        return snapshot;
    }

    public byte[] Save()
    {
        MessagePackWriter writer = new();
        Venue.Save(writer);
        Venue.Ledger.Save(0, Venue.Ledger.AccountCount, writer);
        return writer.Written.ToArray();
    }

    /// <summary>A fresh venue with the state of this one; its listener has heard nothing.</summary>
    public static VenueUnderTest Restored(byte[] saved, bool[]? shadows = null, SelfTradeRules? selfTrades = null, long? limitedCash = null, FundsRule? funds = null)
    {
        VenueUnderTest restored = new(shadows: shadows, selfTrades: selfTrades, limitedCash: limitedCash, funds: funds);
        MessagePackReader reader = new(saved);
        restored.Venue.Restore(ref reader);
        restored.Venue.Ledger.Restore(0, restored.Venue.Ledger.AccountCount, ref reader);
        Assert.True(reader.End);
        restored.Listener.TakeOverPortfolios();
        return restored;
    }

    private void Change(RequestKind kind, int account, OrderId order, long price, long quantity, long arrival) => Venue.Receive(new OrderRequest(
        kind,
        new SimulatedTime(arrival),
        ++_sequences[account],
        new NewOrder(
            order, new AccountId(account), Side.Buy, OrderType.Limit, TimeInForce.GoodTillCancel, PostOnly: false, new Price(price), new Quantity(quantity), SimulatedTime.Never)));
}
