using MarketSim.Market.Book;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Tests.Book;

public sealed class OrderPoolTests
{
    [Fact]
    public void Rented_slots_differ_and_are_never_zero()
    {
        OrderPool pool = new();
        int[] slots = Enumerable.Range(0, 1_000).Select(_ => pool.Rent()).ToArray();

        Assert.Equal(1_000, slots.Distinct().Count());
        Assert.DoesNotContain(0, slots);
    }

    [Fact]
    public void Contents_survive_growth()
    {
        OrderPool pool = new();
        int first = pool.Rent();
        pool[first].Id = new OrderId(77);
        for (int count = 0; count < 1_000; count++)
        {
            pool.Rent();
        }

        Assert.Equal(77, pool[first].Id.Value);
    }

    [Fact]
    public void Returned_slots_are_used_before_the_pool_grows()
    {
        OrderPool pool = new();
        int[] slots = Enumerable.Range(0, 60).Select(_ => pool.Rent()).ToArray();
        int capacity = pool.Capacity;
        for (int round = 0; round < 100; round++)
        {
            foreach (int slot in slots)
            {
                pool.Return(slot);
            }

            slots = slots.Select(_ => pool.Rent()).ToArray();
            Assert.Equal(60, slots.Distinct().Count());
        }

        Assert.Equal(capacity, pool.Capacity);
    }
}
