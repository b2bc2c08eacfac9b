using MarketSim.Market.Orders;

namespace MarketSim.Market.Arrivals;

/// <summary>Puts many requests into order of arrival, in arrays that are used again. Every sender sorts its own, so that the venue only merges.</summary>
public sealed class ArrivalRun
{
    private const int FewTies = 32;

    private readonly ArrivalOrder _order;
    private long[] _times = new long[16];
    private int[] _places = new int[16];
    private OrderRequest[] _sorted = new OrderRequest[16];

    /// <param name="seed">The scenario's; it keys the tie-breaks.</param>
    public ArrivalRun(ulong seed) => _order = new ArrivalOrder(seed);

    /// <summary>The requests, first to arrive first; valid until the next call.</summary>
    public ReadOnlyMemory<OrderRequest> Sort(ReadOnlySpan<OrderRequest> requests)
    {
        int count = requests.Length;
        if (_times.Length < count)
        {
            int length = Math.Max(count, 2 * _times.Length);
            _times = new long[length];
            _places = new int[length];
            _sorted = new OrderRequest[length];
        }

        for (int i = 0; i < count; i++)
        {
            _times[i] = requests[i].Arrival.Nanoseconds;
            _places[i] = i;
        }

        // Whole numbers sort fastest, and each request is copied once; what arrives in the same nanosecond is put in order afterwards.
        Array.Sort(_times, _places, 0, count);
        for (int i = 0; i < count; i++)
        {
            _sorted[i] = requests[_places[i]];
        }

        OrderTies(count);
        return _sorted.AsMemory(0, count);
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

    private void OrderTies(int count)
    {
        int start = 0;
        for (int i = 1; i <= count; i++)
        {
            if (i < count && _times[i] == _times[start])
            {
                continue;
            }

            if (i - start > FewTies)
            {
                _sorted.AsSpan(start, i - start).Sort(_order);
            }
            else
            {
                Insert(start, i);
            }

            start = i;
        }
    }
}
