using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Market.Arrivals;

/// <summary>
/// The order in which requests reach the book: by time, then by a seeded tie-break, then by account, then by the account's own sequence.
/// The tie-break depends on the account and the time, so that requests one account sent together stay together.
/// </summary>
public readonly record struct ArrivalKey(SimulatedTime Time, uint TieBreak, AccountId Account, int Sequence) : IComparable<ArrivalKey>
{
    public static ArrivalKey Of(in OrderRequest request, ulong seed) => new(
        request.Arrival,
        RandomStream.WordAt(seed, RandomPurpose.ArrivalTieBreak, 0, request.Account.Value, (ulong)request.Arrival.Nanoseconds),
        request.Account,
        request.Sequence);

    public int CompareTo(ArrivalKey other)
    {
        if (Time != other.Time)
        {
            return Time < other.Time ? -1 : 1;
        }

        if (TieBreak != other.TieBreak)
        {
            return TieBreak < other.TieBreak ? -1 : 1;
        }

        return Account != other.Account ? Account.CompareTo(other.Account) : Sequence.CompareTo(other.Sequence);
    }
}
