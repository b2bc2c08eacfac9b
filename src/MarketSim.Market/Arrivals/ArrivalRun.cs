using MarketSim.Market.Orders;

namespace MarketSim.Market.Arrivals;

/// <summary>A request with its place in the order of arrival.</summary>
public readonly record struct Arrival(ArrivalKey Key, OrderRequest Request);

/// <summary>Puts many requests into order of arrival, in arrays that are used again. Every sender sorts its own, so that the venue only merges.</summary>
public sealed class ArrivalRun
{
    private readonly ulong _seed;
    private Place[] _places = new Place[16];
    private Arrival[] _arrivals = new Arrival[16];

    /// <param name="seed">The scenario's; it keys the tie-breaks.</param>
    public ArrivalRun(ulong seed) => _seed = seed;

    /// <summary>The requests, first to arrive first; valid until the next call.</summary>
    public ReadOnlyMemory<Arrival> Sort(ReadOnlySpan<OrderRequest> requests)
    {
        if (_places.Length < requests.Length)
        {
            _places = new Place[Math.Max(requests.Length, 2 * _places.Length)];
            _arrivals = new Arrival[_places.Length];
        }

        for (int i = 0; i < requests.Length; i++)
        {
            _places[i] = new Place(ArrivalKey.Of(requests[i], _seed), i);
        }

        // Only the keys are moved about; each request is copied once.
        _places.AsSpan(0, requests.Length).Sort();
        for (int i = 0; i < requests.Length; i++)
        {
            _arrivals[i] = new Arrival(_places[i].Key, requests[_places[i].Index]);
        }

        return _arrivals.AsMemory(0, requests.Length);
    }

    private readonly record struct Place(ArrivalKey Key, int Index) : IComparable<Place>
    {
        public int CompareTo(Place other) => Key.CompareTo(other.Key);
    }
}
