using MarketSim.Market.Book;
using MarketSim.Market.Tests.Book.Differential;

namespace MarketSim.Market.Tests.Book;

public sealed class OrderBookAllocationTests
{
    [Fact]
    public void Book_allocates_nothing_in_the_steady_state()
    {
        PriceRegime regime = PriceRegime.Tight;
        RequestGenerator generator = new(regime, seed: 9);
        BookRequest[] requests = Enumerable.Range(0, 40_000)
            .Select(_ => generator.Next())
            .Where(request => request.Kind != RequestKind.SaveAndRestore)
            .ToArray();
        OrderBook book = new(regime.Rules);
        CountingSink sink = default;
        foreach (BookRequest request in requests.AsSpan(0, 20_000))
        {
            RequestSender.Send(book, request, ref sink);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (BookRequest request in requests.AsSpan(20_000))
        {
            RequestSender.Send(book, request, ref sink);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.InRange(sink.Events, 40_000, 200_000);
    }

    [Fact]
    public void Book_keeps_no_memory_of_the_prices_it_has_left()
    {
        RequestGenerator generator = new(PriceRegime.Drifting, seed: 9);
        BookRequest[] requests = Enumerable.Range(0, 80_000)
            .Select(_ => generator.Next())
            .Where(request => request.Kind != RequestKind.SaveAndRestore)
            .ToArray();
        OrderBook book = new(PriceRegime.Drifting.Rules);
        CountingSink sink = default;
        foreach (BookRequest request in requests.AsSpan(0, 40_000))
        {
            RequestSender.Send(book, request, ref sink);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (BookRequest request in requests.AsSpan(40_000))
        {
            RequestSender.Send(book, request, ref sink);
        }

        // Room for a few more levels than ever before; a ladder that kept what it passed would need a hundred times as much.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }
}
