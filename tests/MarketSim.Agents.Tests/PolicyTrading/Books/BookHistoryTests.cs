using System.Collections.Immutable;
using MarketSim.Agents.PolicyTrading.Books;
using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Tests.PolicyTrading.Books;

public sealed class BookHistoryTests
{
    private static readonly BookView View = new(Levels: 2, Snapshots: 3);

    [Fact]
    public void Levels_are_seen_from_the_mid_price_of_now_in_usual_moves_and_sizes_against_the_usual_one()
    {
        var history = new BookHistory(new BookView(Levels: 2, Snapshots: 2));
        history.Add(Snapshot(bids: [(99, 10), (98, 30)], asks: [(101, 10), (103, 30)]));
        history.Add(Snapshot(bids: [(100, 10), (97, 30)], asks: [(104, 10), (105, 30)]));
        float[] seen = new float[16];

        history.Observe(mid: 102, usualMove: 2, bound: 5, seen);

        // The mean size of a level is 20: 10 is seen as (10 - 20) / 30, 30 as (30 - 20) / 50.
        const float small = -1 / 3f;
        const float large = 0.2f;
        float[] expected =
        [
            -0.5f, small, -1.5f, small, 0.5f, large, -2, large,
            1, small, -1, small, 1.5f, large, -2.5f, large,
        ];
        Assert.Equal(expected, seen);
        Assert.Equal(seen.Length, new BookView(2, 2).Names.Count());
        Assert.Equal("ask_offset_1_ago_1", new BookView(2, 2).Names.First());
        Assert.Equal("bid_size_2_ago_0", new BookView(2, 2).Names.Last());
    }

    [Fact]
    public void Level_that_is_not_there_is_far_away_and_empty_and_the_oldest_snapshot_stands_for_those_before_it()
    {
        var history = new BookHistory(View);
        history.Add(Snapshot(bids: [(99, 10)], asks: []));
        float[] seen = new float[View.Size];

        history.Observe(mid: 99, usualMove: 1, bound: 5, seen);

        float[] snapshot = [5, -1, 0, 0, 5, -1, -5, -1];
        Assert.Equal([.. snapshot, .. snapshot, .. snapshot], seen);
    }

    [Fact]
    public void Only_the_last_snapshots_are_kept_and_offsets_are_bounded()
    {
        var history = new BookHistory(new BookView(Levels: 1, Snapshots: 2));
        history.Add(Snapshot(bids: [(1, 5)], asks: [(2, 5)]));
        history.Add(Snapshot(bids: [(99, 5)], asks: [(101, 5)]));
        history.Add(Snapshot(bids: [(50, 5)], asks: [(300, 5)]));
        float[] seen = new float[8];

        history.Observe(mid: 100, usualMove: 1, bound: 5, seen);

        Assert.Equal([1, 0, -1, 0, 5, 0, -5, 0], seen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void History_that_was_saved_and_restored_goes_on_alike(int snapshots)
    {
        var history = new BookHistory(View);
        for (int i = 0; i < snapshots; i++)
        {
            history.Add(Snapshot(bids: [(90 + i, 10 + i)], asks: [(110 - i, 5)]));
        }

        var writer = new MessagePackWriter();
        history.Save(writer);
        var restored = new BookHistory(View);
        restored.Add(Snapshot(bids: [(1, 1)], asks: []));
        var reader = new MessagePackReader(writer.Written);
        restored.Restore(ref reader);
        Assert.True(reader.End);
        for (int i = 0; i < 4; i++)
        {
            MarketSnapshot next = Snapshot(bids: [(70 + i, 3)], asks: [(120, 9 * i)]);
            history.Add(next);
            restored.Add(next);
            float[] expected = new float[View.Size];
            float[] actual = new float[View.Size];
            history.Observe(100, 7, 5, expected);
            restored.Observe(100, 7, 5, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void History_of_another_view_is_refused()
    {
        var history = new BookHistory(View);
        history.Add(Snapshot(bids: [(99, 10)], asks: []));
        var writer = new MessagePackWriter();
        history.Save(writer);

        Assert.Contains("this view has 12", Assert.Throws<InvalidDataException>(() =>
        {
            var reader = new MessagePackReader(writer.Written);
            new BookHistory(View with { Levels = 3 }).Restore(ref reader);
        }).Message, StringComparison.Ordinal);
    }

    private static MarketSnapshot Snapshot((long Price, long Lots)[] bids, (long Price, long Lots)[] asks)
    {
        MarketSnapshot plain = TestMarket.Snapshot(1);
        return new MarketSnapshot
        {
            Tick = plain.Tick,
            Time = plain.Time,
            Bids = Levels(bids),
            Asks = Levels(asks),
            LastPrice = plain.LastPrice,
            CumulativeVolumeLots = 0,
            FundamentalValueTicks = 0,
        };
    }

    private static ImmutableArray<BookLevel> Levels((long Price, long Lots)[] levels) =>
        [.. levels.Select(static level => new BookLevel(new Price(level.Price), new Quantity(level.Lots), 1))];
}
