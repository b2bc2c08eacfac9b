using MarketSim.Market.Arrivals;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Arrivals;

public sealed class ArrivalOrderTests
{
    [Fact]
    public void Earlier_arrival_comes_first_whatever_the_account_and_the_sequence()
    {
        ArrivalOrder order = new(seed: 1);
        OrderRequest early = RandomArrivals.Request(account: 9, sequence: 9, arrival: 10);
        OrderRequest late = RandomArrivals.Request(account: 1, sequence: 1, arrival: 11);

        Assert.True(order.Compare(early, late) < 0);
        Assert.True(order.Compare(late, early) > 0);
        Assert.Equal(0, order.Compare(early, early));
    }

    [Fact]
    public void Who_wins_a_tie_depends_on_the_seed_and_on_the_nanosecond()
    {
        bool[] one = FirstAccountWins(seed: 1);
        bool[] two = FirstAccountWins(seed: 2);

        // Fair coins: 200 tosses outside 60 to 140 have a probability of 1e-8.
        Assert.InRange(one.Count(wins => wins), 60, 140);
        Assert.InRange(two.Count(wins => wins), 60, 140);
        Assert.InRange(one.Zip(two).Count(pair => pair.First == pair.Second), 60, 140);
        Assert.Equal(one, FirstAccountWins(seed: 1));
    }

    [Fact]
    public void Requests_that_an_account_sent_together_stay_together_and_in_its_order()
    {
        // Four accounts meet in one nanosecond with three requests each, handed in interleaved.
        OrderRequest[] requests = [.. Enumerable.Range(0, 12).Select(index => RandomArrivals.Request(index % 4, 1 + (index / 4), arrival: 77))];

        OrderRequest[] sorted = [.. requests.Order(new ArrivalOrder(seed: 5))];

        int[][] accounts = [.. sorted.Chunk(3).Select(chunk => chunk.Select(request => request.Account.Value).Distinct().ToArray())];
        Assert.All(accounts, account => Assert.Single(account));
        Assert.All(sorted.Chunk(3), chunk => Assert.Equal([1, 2, 3], chunk.Select(request => request.Sequence)));
        Assert.Equal([0, 1, 2, 3], accounts.Select(account => account[0]).Order());
    }

    private static bool[] FirstAccountWins(ulong seed)
    {
        ArrivalOrder order = new(seed);
        return [.. Enumerable.Range(0, 200).Select(nanosecond =>
            order.Compare(RandomArrivals.Request(3, 1, nanosecond), RandomArrivals.Request(4, 1, nanosecond)) < 0)];
    }
}
