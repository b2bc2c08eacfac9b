using MarketSim.Market.Arrivals;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Arrivals;

public sealed class ArrivalRunTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 3)]
    [InlineData(3, 40)]
    [InlineData(4, 1_000_000)]
    [InlineData(5, 5_000_000_000)]
    [InlineData(6, long.MaxValue / 2)]
    public void Sorted_run_has_the_defined_order_however_many_ties_there_are(ulong seed, long lastNanosecond)
    {
        ArrivalRun run = new(seed);

        // One run object for all, growing and shrinking, as a partition uses it.
        foreach (int count in new[] { 0, 1, 2, 15, 16, 17, 300, 5, 2_000, 33 })
        {
            OrderRequest[] requests = RandomArrivals.Create(count, lastNanosecond, seed + (ulong)count);

            Assert.Equal(RandomArrivals.InOrder(requests, seed), run.Sort(requests).ToArray());
        }
    }

    [Fact]
    public void Sorting_leaves_the_requests_as_they_were()
    {
        OrderRequest[] requests = RandomArrivals.Create(50, 5, seed: 3);
        OrderRequest[] before = [.. requests];

        new ArrivalRun(seed: 3).Sort(requests);

        Assert.Equal(before, requests);
    }
}
