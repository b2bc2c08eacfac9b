using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Venues;

/// <summary>Self-trade prevention at the venue: what is counted, whom it tells, and that a restored venue knows it. Accounts 0 and 1 are one owner.</summary>
public sealed class VenueSelfTradeTests
{
    public static TheoryData<SelfTradeMode> Modes => [.. Enum.GetValues<SelfTradeMode>()];

    [Theory]
    [MemberData(nameof(Modes))]
    public void Orders_of_one_owner_trade_only_where_it_is_allowed_and_every_meeting_is_counted(SelfTradeMode mode)
    {
        VenueUnderTest market = new(selfTrades: Rules(mode));

        Run(market, new RequestStream(seed: 3), from: 0);
        market.Venue.EndSession();

        int traded = market.Listener.Trades.Count(trade => OwnerOf(trade.Trade.Account) == OwnerOf(trade.Trade.RestingAccount));
        AccountEvent[] prevented = [.. market.AccountEvents.Where(accountEvent => accountEvent.Reason == EventReason.SelfTrade)];
        Assert.Equal((traded, prevented.Length), (market.Venue.Counters.SelfTrades, market.Venue.Counters.SelfTradeCancels));
        Assert.True((mode == SelfTradeMode.Allow ? traded : prevented.Length) > 10, $"{traded} traded, {prevented.Length} prevented");
        Assert.Equal(0, mode == SelfTradeMode.Allow ? prevented.Length : traded);
        Assert.All(prevented, accountEvent => Assert.True(accountEvent is { Kind: AccountEventKind.Cancelled, Wakes: true }));
        Assert.Equal(mode == SelfTradeMode.Decrement, prevented.Any(accountEvent => accountEvent.Remaining.Lots > 0));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Venue_restored_after_any_tick_prevents_exactly_like_one_that_was_not(SelfTradeMode mode)
    {
        RequestStream stream = new(seed: 4);
        VenueUnderTest whole = new(selfTrades: Rules(mode));
        List<byte[]> states = [];
        for (int tick = 0; tick < stream.ByTick.Length; tick++)
        {
            states.Add(whole.Save());
            Run(whole, stream, tick, tick + 1);
        }

        for (int tick = 0; tick < states.Count; tick++)
        {
            VenueUnderTest restored = VenueUnderTest.Restored(states[tick], selfTrades: Rules(mode));
            Run(restored, stream, tick);

            Assert.Equal(whole.Save(), restored.Save());
        }
    }

    [Fact]
    public void Each_mode_has_a_fingerprint_of_its_own()
    {
        string[] fingerprints = [.. Enum.GetValues<SelfTradeMode>().Select(mode =>
        {
            VenueUnderTest market = new(selfTrades: Rules(mode));
            Run(market, new RequestStream(seed: 3), from: 0);
            return market.Venue.Fingerprint.Value;
        })];

        Assert.Equal(4, fingerprints.Distinct(StringComparer.Ordinal).Count());
    }

    private static int OwnerOf(AccountId account) => Math.Max(1, account.Value);

    private static SelfTradeRules Rules(SelfTradeMode mode) => new()
    {
        Mode = mode,
        Accounts = [.. Enumerable.Range(0, VenueUnderTest.Accounts).Select(account => new SelfTradeAccount(mode, OwnerOf(new AccountId(account))))],
    };

    private static void Run(VenueUnderTest market, RequestStream stream, int from, int? end = null)
    {
        for (int tick = from; tick < (end ?? stream.ByTick.Length); tick++)
        {
            market.Venue.OpenTick(tick);
            foreach (OrderRequest request in stream.ByTick[tick])
            {
                market.Venue.Receive(request);
            }

            market.Venue.CloseTick();
        }
    }
}
