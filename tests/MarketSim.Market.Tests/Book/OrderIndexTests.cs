using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Market.Tests.Book;

public sealed class OrderIndexTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Any_id_can_be_found_and_removed(long value)
    {
        OrderPool pool = new();
        OrderIndex index = new(pool);
        OrderId id = new(value);
        Assert.Equal(0, index.Find(id));

        int slot = SlotOf(id, pool);
        index.Add(id, slot);
        index.Prefetch(id);
        Assert.Equal(slot, index.Find(id));
        Assert.Equal(1, index.Count);

        index.Remove(id, slot);
        Assert.Equal(0, index.Find(id));
        Assert.Equal(0, index.Count);
    }

    [Fact]
    public void Index_equals_a_dictionary_under_random_additions_and_removals()
    {
        RandomStream random = new(3, RandomPurpose.Test, 0, 0);
        OrderPool pool = new();
        OrderIndex index = new(pool);
        Dictionary<OrderId, int> expected = [];
        for (int step = 1; step <= 200_000; step++)
        {
            // Few accounts and short sequences: neighbours in the table, and ids that come again.
            OrderId id = OrderId.Of(new AccountId(random.NextInt32(40)), random.NextInt32(40));
            if (expected.Remove(id, out int slot))
            {
                index.Remove(id, slot);
                pool.Return(slot);
            }
            else
            {
                slot = SlotOf(id, pool);
                index.Add(id, slot);
                expected.Add(id, slot);
            }

            OrderId probe = OrderId.Of(new AccountId(random.NextInt32(41)), random.NextInt32(41));
            Assert.Equal(expected.GetValueOrDefault(probe), index.Find(probe));
            Assert.Equal(expected.Count, index.Count);
        }

        Assert.All(expected, entry => Assert.Equal(entry.Value, index.Find(entry.Key)));
    }

    private static int SlotOf(OrderId id, OrderPool pool)
    {
        int slot = pool.Rent();
        pool[slot].Id = id;
        return slot;
    }
}
