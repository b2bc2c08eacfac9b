using MarketSim.Market.Accounts;
using MarketSim.Market.Arrivals;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Venues;

/// <summary>Streams of requests of every kind through whole sessions; the listener checks the accounts after every event.</summary>
public sealed class VenueStreamTests
{
    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 8).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Accounts_add_up_after_every_event_and_every_kind_of_event_happens(ulong seed)
    {
        VenueUnderTest market = new();

        RunTicks(market, new RequestStream(seed), from: 0);
        market.Venue.EndSession();

        Assert.Equal(
            Enum.GetValues<AccountEventKind>(), market.AccountEvents.Select(accountEvent => accountEvent.Kind).Distinct().Order());
        Assert.True(market.Listener.Trades.Count > 50, $"only {market.Listener.Trades.Count} trades");
        Assert.True(market.Venue.Ledger.VenueCash > 0);
        Assert.Equal(market.Venue.Ledger.VenueCash, market.Listener.Trades.Sum(trade => trade.TakerFee + trade.MakerFee));
        Assert.Equal(market.Venue.Counters.VolumeLots, market.Listener.Trades.Sum(trade => trade.Trade.Quantity.Lots));
        Assert.Equal(market.Venue.Counters.Refusals, market.AccountEvents.Count(accountEvent => accountEvent.Kind == AccountEventKind.Refused));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Venue_restored_after_any_tick_goes_on_exactly_like_one_that_was_not(ulong seed)
    {
        RequestStream stream = new(seed);
        VenueUnderTest whole = new();
        List<(byte[] Saved, int EventsBefore)> states = [(whole.Save(), 0)];
        for (int tick = 0; tick < stream.ByTick.Length; tick++)
        {
            RunTicks(whole, stream, tick, tick + 1);
            states.Add((whole.Save(), whole.Listener.AccountEvents.Count));
        }

        whole.Venue.EndSession();
        byte[] end = whole.Save();
        for (int tick = 0; tick < states.Count; tick++)
        {
            VenueUnderTest restored = VenueUnderTest.Restored(states[tick].Saved);
            RunTicks(restored, stream, tick);
            restored.Venue.EndSession();

            Assert.Equal(end, restored.Save());
            Assert.Equal(whole.AccountEvents.Skip(states[tick].EventsBefore), restored.AccountEvents);
            Assert.Equal(whole.Venue.Fingerprint.Value, restored.Venue.Fingerprint.Value);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Result_does_not_depend_on_how_requests_were_handed_in(ulong seed)
    {
        RequestStream stream = new(seed);
        VenueUnderTest singly = new();
        VenueUnderTest inRuns = new();
        RunTicks(singly, stream, from: 0);

        for (int tick = 0; tick < stream.ByTick.Length; tick++)
        {
            inRuns.Venue.OpenTick(tick);
            foreach (IGrouping<int, OrderRequest> part in stream.ByTick[tick].GroupBy(request => request.Account.Value % 3))
            {
                inRuns.Venue.Receive(new ArrivalRun(VenueUnderTest.Seed).Sort(part.ToArray()));
            }

            inRuns.Venue.CloseTick();
        }

        Assert.Equal(singly.Save(), inRuns.Save());
        Assert.Equal(singly.AccountEvents, inRuns.AccountEvents);
    }

    [Fact]
    public void Same_requests_under_another_seed_have_other_ties_and_another_fingerprint()
    {
        Assert.NotEqual(FingerprintOf(seed: 1), FingerprintOf(seed: 2), StringComparer.Ordinal);
        Assert.Equal(FingerprintOf(seed: 1), FingerprintOf(seed: 1));

        static string FingerprintOf(ulong seed)
        {
            VenueUnderTest market = new(seed);
            RunTicks(market, new RequestStream(seed: 9), from: 0);
            return market.Venue.Fingerprint.Value;
        }
    }

    [Fact]
    public void Saved_market_of_another_version_is_refused_by_number()
    {
        byte[] saved = new VenueUnderTest().Save();
        saved[1]++;

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => VenueUnderTest.Restored(saved));

        Assert.Contains("format version 4; this program reads version 3", error.Message, StringComparison.Ordinal);
    }

    private static void RunTicks(VenueUnderTest market, RequestStream stream, int from, int? end = null)
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
