using System.Numerics;
using MarketSim.Market.Orders;

namespace MarketSim.Market.Arrivals;

/// <summary>Puts many requests into order of arrival, in arrays that are used again. Every sender sorts its own, so that the venue only merges.</summary>
/// <remarks>
/// A radix sort over keys of 64 bits, each a time beyond the first one and the request's place: on the requests of a busy tick it takes a tenth of
/// the time of the general sort.
/// </remarks>
public sealed class ArrivalRun
{
    private const int FewTies = 32;
    private const int FewRequests = 64;
    private const int BitsPerDigit = 8;
    private const int Digits = 1 << BitsPerDigit;

    private readonly ArrivalOrder _order;
    private readonly int[] _counts = new int[Digits];
    private ulong[] _keys = new ulong[16];
    private ulong[] _otherKeys = new ulong[16];
    private OrderRequest[] _sorted = new OrderRequest[16];

    /// <param name="seed">The scenario's; it keys the tie-breaks.</param>
    public ArrivalRun(ulong seed) => _order = new ArrivalOrder(seed);

    /// <summary>The requests, first to arrive first; valid until the next call.</summary>
    public ReadOnlyMemory<OrderRequest> Sort(ReadOnlySpan<OrderRequest> requests)
    {
        int count = requests.Length;
        if (count == 0)
        {
            return default;
        }

        if (_sorted.Length < count)
        {
            int length = Math.Max(count, 2 * _sorted.Length);
            _keys = new ulong[length];
            _otherKeys = new ulong[length];
            _sorted = new OrderRequest[length];
        }

        if (count == 1)
        {
            _sorted[0] = requests[0];
        }
        else if (!TrySortByKeys(requests))
        {
            requests.CopyTo(_sorted);
            _sorted.AsSpan(0, count).Sort(_order);
        }

        return _sorted.AsMemory(0, count);
    }

    // False when times lie so far apart that a key has no room for the place.
    private bool TrySortByKeys(ReadOnlySpan<OrderRequest> requests)
    {
        long first = long.MaxValue, last = long.MinValue;
        foreach (ref readonly OrderRequest request in requests)
        {
            first = Math.Min(first, request.Arrival.Nanoseconds);
            last = Math.Max(last, request.Arrival.Nanoseconds);
        }

        int placeBits = BitOperations.Log2((uint)requests.Length) + 1;
        int timeBits = 64 - BitOperations.LeadingZeroCount(unchecked((ulong)(last - first)));
        if (timeBits + placeBits > 64)
        {
            return false;
        }

        for (int place = 0; place < requests.Length; place++)
        {
            _keys[place] = ((ulong)(requests[place].Arrival.Nanoseconds - first) << placeBits) | (uint)place;
        }

        if (requests.Length <= FewRequests)
        {
            _keys.AsSpan(0, requests.Length).Sort();
        }
        else
        {
            SortKeys(requests.Length, placeBits, placeBits + timeBits);
        }

        // Each request is copied once; what arrives in the same nanosecond is put in order afterwards.
        ulong placeMask = (1UL << placeBits) - 1;
        for (int i = 0; i < requests.Length; i++)
        {
            _sorted[i] = requests[(int)(_keys[i] & placeMask)];
        }

        OrderTies(requests.Length, placeBits);
        return true;
    }

    // Places ascend from the start, so only the digits of the time are sorted by.
    private void SortKeys(int count, int fromBit, int toBit)
    {
        for (int shift = fromBit; shift < toBit; shift += BitsPerDigit)
        {
            Array.Clear(_counts);
            foreach (ulong key in _keys.AsSpan(0, count))
            {
                _counts[(int)(key >> shift) & (Digits - 1)]++;
            }

            int start = 0;
            for (int digit = 0; digit < Digits; digit++)
            {
                (_counts[digit], start) = (start, start + _counts[digit]);
            }

            foreach (ulong key in _keys.AsSpan(0, count))
            {
                _otherKeys[_counts[(int)(key >> shift) & (Digits - 1)]++] = key;
            }

            (_keys, _otherKeys) = (_otherKeys, _keys);
        }
    }

    // The general sort allocates, and most ties are the few requests of one decision, in order already.
    private void Insert(int start, int end)
    {
        for (int i = start + 1; i < end; i++)
        {
            OrderRequest request = _sorted[i];
            int place = i;
            while (place > start && _order.Compare(request, _sorted[place - 1]) < 0)
            {
                _sorted[place] = _sorted[place - 1];
                place--;
            }

            if (place < i)
            {
                _sorted[place] = request;
            }
        }
    }

    private void OrderTies(int count, int placeBits)
    {
        int start = 0;
        for (int i = 1; i <= count; i++)
        {
            if (i < count && _keys[i] >> placeBits == _keys[start] >> placeBits)
            {
                continue;
            }

            if (i - start > FewTies)
            {
                _sorted.AsSpan(start, i - start).Sort(_order);
            }
            else if (i - start > 1)
            {
                Insert(start, i);
            }

            start = i;
        }
    }
}
