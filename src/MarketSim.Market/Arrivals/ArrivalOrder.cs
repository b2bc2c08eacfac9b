using MarketSim.Market.Orders;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Market.Arrivals;

/// <summary>
/// The order in which requests reach the book: by time, then by a seeded tie-break, then by account, then by the account's own sequence.
/// The tie-break depends on the account and the time, so that requests one account sent together stay together.
/// </summary>
/// <param name="seed">The scenario's.</param>
public sealed class ArrivalOrder(ulong seed) : IComparer<OrderRequest>
{
    /// <summary>Negative when the left request arrives first.</summary>
    public int Compare(OrderRequest x, OrderRequest y) => Compare(in x, in y);

    /// <summary>Negative when the left request arrives first.</summary>
    public int Compare(in OrderRequest left, in OrderRequest right)
    {
        if (left.Arrival != right.Arrival)
        {
            return left.Arrival < right.Arrival ? -1 : 1;
        }

        if (left.Account == right.Account)
        {
            return left.Sequence.CompareTo(right.Sequence);
        }

        // Drawn only when two accounts meet in the same nanosecond.
        int byTieBreak = TieBreak(left).CompareTo(TieBreak(right));
        return byTieBreak != 0 ? byTieBreak : left.Account.CompareTo(right.Account);
    }

    private uint TieBreak(in OrderRequest request) =>
        RandomStream.WordAt(seed, RandomPurpose.ArrivalTieBreak, 0, request.Account.Value, (ulong)request.Arrival.Nanoseconds);
}
