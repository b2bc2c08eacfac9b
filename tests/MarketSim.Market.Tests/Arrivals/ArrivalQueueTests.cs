using MarketSim.Market.Arrivals;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Tests.Arrivals;

public sealed class ArrivalQueueTests
{
    private const ulong Seed = 21;
    private const int Ticks = 20;
    private const int TickNanoseconds = 10;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(7, 1)]
    [InlineData(40, 1)]
    [InlineData(3, 2)]
    [InlineData(3, 3)]
    public void Requests_come_out_in_one_order_however_they_were_split_into_runs(int runs, ulong stream)
    {
        OrderRequest[] requests = RandomArrivals.Create(600, (Ticks * TickNanoseconds) - 1, stream);
        RandomStream random = new(stream, RandomPurpose.Test, 0, 1);

        // Each is sent in the tick in which it arrives, or in one of the three before.
        List<OrderRequest>[] sentIn = [.. Enumerable.Range(0, Ticks).Select(_ => new List<OrderRequest>())];
        foreach (OrderRequest request in requests)
        {
            long arrivalTick = request.Arrival.Nanoseconds / TickNanoseconds;
            sentIn[Math.Max(0, arrivalTick - random.NextInt64(4))].Add(request);
        }

        ArrivalQueue queue = new(Seed);
        List<OrderRequest> taken = [];
        for (int tick = 0; tick < Ticks; tick++)
        {
            Send(queue, sentIn[tick], runs, ref random);
            taken.AddRange(TakeUntil(queue, (tick + 1) * TickNanoseconds));
            queue.KeepRest();
        }

        Assert.Equal(RandomArrivals.InOrder(requests, Seed), taken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Request_that_arrives_exactly_at_the_end_is_not_taken(bool inRun)
    {
        ArrivalQueue queue = new(Seed);
        OrderRequest[] requests = [RandomArrivals.Request(0, 1, 9), RandomArrivals.Request(0, 2, 10)];
        if (inRun)
        {
            queue.Add(requests);
        }
        else
        {
            queue.Add(requests[0]);
            queue.Add(requests[1]);
        }

        Assert.Equal([requests[0]], TakeUntil(queue, 10));
        queue.KeepRest();
        Assert.Equal(new SimulatedTime(10), queue.NextArrival);
        Assert.Equal([requests[1]], TakeUntil(queue, 11));
        Assert.Equal(SimulatedTime.Never, queue.NextArrival);
    }

    [Fact]
    public void Kept_requests_do_not_need_the_memory_that_they_came_in()
    {
        ArrivalQueue queue = new(Seed);
        OrderRequest[] memory = [RandomArrivals.Request(0, 1, 5), RandomArrivals.Request(2, 1, 25), RandomArrivals.Request(2, 2, 35)];
        OrderRequest[] sent = [.. memory];
        queue.Add(memory);

        List<OrderRequest> taken = TakeUntil(queue, 10);
        queue.KeepRest();
        Array.Clear(memory);
        taken.AddRange(TakeUntil(queue, 30));
        taken.AddRange(TakeUntil(queue, 40));

        Assert.Equal(sent, taken);
    }

    [Fact]
    public void Requests_of_an_account_are_listed_in_order_of_arrival()
    {
        ArrivalQueue queue = new(Seed);
        queue.Add(RandomArrivals.Request(1, 2, 30));
        queue.Add(RandomArrivals.Request(2, 1, 20));
        queue.Add(RandomArrivals.Request(1, 1, 10));

        Assert.Equal([10, 30], queue.Of(new AccountId(1)).Select(request => request.Arrival.Nanoseconds));
        Assert.Empty(queue.Of(new AccountId(0)));
    }

    [Fact]
    public void Restored_queue_gives_the_same_requests_and_forgets_what_it_held()
    {
        OrderRequest[] requests = RandomArrivals.Create(40, 6, seed: 8);
        ArrivalQueue queue = Filled(requests);
        ArrivalQueue restored = Filled(RandomArrivals.Create(5, 3, seed: 9));
        restored.Add(RandomArrivals.Create(3, 0, seed: 10));

        MessagePackReader reader = new(Save(queue));
        restored.Restore(ref reader);

        Assert.True(reader.End);
        Assert.Equal(RandomArrivals.InOrder(requests, Seed), TakeUntil(restored, long.MaxValue));
    }

    [Fact]
    public void Queues_of_the_same_requests_save_the_same_bytes_whatever_their_history()
    {
        OrderRequest[] requests = RandomArrivals.Create(40, 6, seed: 8);
        ArrivalQueue later = new(Seed);
        later.Add(RandomArrivals.Request(3, 1_000, 0));
        later.Add(RandomArrivals.InOrder(requests, Seed));
        Assert.True(later.TryTake(new SimulatedTime(1), out OrderRequest first));
        later.Add(first);
        TakeOnly(later, account: 3, sequence: 1_000);
        later.KeepRest();

        Assert.Equal(Save(Filled(requests)), Save(later));
    }

    [Fact]
    public void Saved_request_has_the_documented_layout()
    {
        ArrivalQueue queue = new(Seed);
        queue.Add(RandomArrivals.Request(account: 0, sequence: 3, arrival: 9));

        // One request: submit, arrival 9, sequence 3, order id 3, account 0, sell, limit, good-till-time, post-only, 3 @ 100, expires at 14.
        Assert.Equal([0x91, 0x9C, 1, 9, 3, 3, 0, 1, 0, 3, 0xC3, 100, 3, 14], Save(queue));
    }

    private static void Send(ArrivalQueue queue, List<OrderRequest> requests, int runs, ref RandomStream random)
    {
        List<OrderRequest>[] split = [.. Enumerable.Range(0, runs + 1).Select(_ => new List<OrderRequest>())];
        foreach (OrderRequest request in requests)
        {
            split[random.NextInt32(runs + 1)].Add(request);
        }

        // The last share is handed in one by one.
        split[runs].ForEach(request => queue.Add(request));
        foreach (List<OrderRequest> share in split.Take(runs))
        {
            queue.Add(new ArrivalRun(Seed).Sort(share.ToArray()));
        }
    }

    private static void TakeOnly(ArrivalQueue queue, int account, int sequence)
    {
        List<OrderRequest> taken = TakeUntil(queue, long.MaxValue);
        taken.RemoveAll(request => request.Account.Value == account && request.Sequence == sequence);
        taken.ForEach(request => queue.Add(request));
    }

    private static List<OrderRequest> TakeUntil(ArrivalQueue queue, long nanoseconds)
    {
        List<OrderRequest> taken = [];
        while (queue.TryTake(new SimulatedTime(nanoseconds), out OrderRequest request))
        {
            taken.Add(request);
        }

        return taken;
    }

    private static ArrivalQueue Filled(OrderRequest[] requests)
    {
        ArrivalQueue queue = new(Seed);
        foreach (OrderRequest request in requests)
        {
            queue.Add(request);
        }

        return queue;
    }

    private static byte[] Save(ArrivalQueue queue)
    {
        MessagePackWriter writer = new();
        queue.Save(writer);
        return writer.Written.ToArray();
    }
}
