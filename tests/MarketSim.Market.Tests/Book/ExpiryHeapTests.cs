using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Market.Tests.Book;

public sealed class ExpiryHeapTests
{
    private readonly OrderPool _pool = new();

    [Fact]
    public void Empty_heap_never_expires()
    {
        ExpiryHeap heap = new(_pool);
        Assert.Equal(SimulatedTime.Never, heap.NextExpiry);

        int slot = Order(1, 30);
        heap.Add(slot);
        Assert.Equal(new SimulatedTime(30), heap.NextExpiry);

        heap.Remove(slot);
        Assert.Equal(SimulatedTime.Never, heap.NextExpiry);
        Assert.Equal(0, _pool[slot].ExpiryPosition);
    }

    [Fact]
    public void Orders_leave_by_time_then_id()
    {
        ExpiryHeap heap = new(_pool);
        foreach ((long id, long time) in new[] { (9L, 20L), (1, 30), (2, 20), (-5, 20), (4, 10), (3, 30) })
        {
            heap.Add(Order(id, time));
        }

        List<long> left = [];
        while (heap.Count > 0)
        {
            left.Add(_pool[heap.NextSlot].Id.Value);
            heap.Remove(heap.NextSlot);
        }

        Assert.Equal([4, -5, 2, 9, 1, 3], left);
    }

    [Fact]
    public void Heap_equals_a_sorted_set_under_random_additions_and_removals()
    {
        RandomStream random = new(5, RandomPurpose.Test, 0, 0);
        ExpiryHeap heap = new(_pool);
        SortedSet<(long Time, long Id, int Slot)> expected = [];
        for (int id = 0; id < 20_000; id++)
        {
            if (random.NextInt32(100) < 52)
            {
                long time = random.NextInt64(50);
                int slot = Order(id, time);
                heap.Add(slot);
                expected.Add((time, id, slot));
            }
            else if (expected.Count > 0)
            {
                (long Time, long Id, int Slot) any = expected.ElementAt(random.NextInt32(Math.Min(expected.Count, 60)));
                expected.Remove(any);
                heap.Remove(any.Slot);
                _pool.Return(any.Slot);
            }

            Assert.Equal(expected.Count, heap.Count);
            Assert.Equal(expected.Count == 0 ? SimulatedTime.Never : new SimulatedTime(expected.Min.Time), heap.NextExpiry);
            if (expected.Count > 0)
            {
                Assert.Equal(expected.Min.Slot, heap.NextSlot);
            }
        }
    }

    private int Order(long id, long expiresAt)
    {
        int slot = _pool.Rent();
        _pool[slot] = new OrderSlot { Id = new OrderId(id), ExpiresAt = new SimulatedTime(expiresAt) };
        return slot;
    }
}
