using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Market.Tests.Arrivals;

/// <summary>Requests of a few accounts that often arrive in the same nanosecond, and their order by the definition.</summary>
internal static class RandomArrivals
{
    private const int Accounts = 7;

    /// <param name="lastNanosecond">Arrivals are 0 to this, included; the fewer, the more ties.</param>
    public static OrderRequest[] Create(int count, long lastNanosecond, ulong seed)
    {
        RandomStream random = new(seed, RandomPurpose.Test, 0, 0);
        int[] sequences = new int[Accounts];
        OrderRequest[] requests = new OrderRequest[count];
        for (int index = 0; index < count; index++)
        {
            int account = random.NextInt32(Accounts);
            requests[index] = Request(account, ++sequences[account], random.NextInt64(lastNanosecond + 1));
        }

        Shuffle(requests, ref random);
        return requests;
    }

    public static OrderRequest Request(int account, int sequence, long arrival) => new(
        RequestKind.Submit,
        new SimulatedTime(arrival),
        sequence,
        new NewOrder(
            OrderId.Of(new AccountId(account), sequence),
            new AccountId(account),
            Side.Sell,
            OrderType.Limit,
            TimeInForce.GoodTillTime,
            PostOnly: true,
            new Price(100 + account),
            new Quantity(sequence),
            new SimulatedTime(arrival + 5)));

    /// <summary>The order of arrival as the appendix on determinism defines it: time, tie-break word, account, sequence.</summary>
    public static OrderRequest[] InOrder(IEnumerable<OrderRequest> requests, ulong seed) =>
    [
        .. requests
            .OrderBy(request => request.Arrival)
            .ThenBy(request => RandomStream.WordAt(seed, RandomPurpose.ArrivalTieBreak, 0, request.Account.Value, (ulong)request.Arrival.Nanoseconds))
            .ThenBy(request => request.Account)
            .ThenBy(request => request.Sequence),
    ];

    private static void Shuffle(OrderRequest[] requests, ref RandomStream random)
    {
        for (int index = requests.Length - 1; index > 0; index--)
        {
            int other = random.NextInt32(index + 1);
            (requests[index], requests[other]) = (requests[other], requests[index]);
        }
    }
}
