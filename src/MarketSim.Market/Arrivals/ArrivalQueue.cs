using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Arrivals;

/// <summary>Requests on their way to the book, taken out in order of arrival. What arrives after the present tick stays, and is part of a checkpoint.</summary>
public sealed class ArrivalQueue
{
    private readonly ulong _seed;

    // Only the keys are sorted; requests stay where they were put, in slots that are used again.
    private readonly List<OrderRequest> _requests = [];
    private readonly Stack<int> _freeSlots = new();

    // What has come in since the last sort, and what is sorted, latest arrival first, so that taking from the end is cheap.
    private List<Entry> _unsorted = [];
    private List<Entry> _sorted = [];

    public ArrivalQueue(ulong seed) => _seed = seed;

    public int Count => _unsorted.Count + _sorted.Count;

    /// <summary>Arrival of the first request; <see cref="SimulatedTime.Never"/> when there is none.</summary>
    public SimulatedTime NextArrival
    {
        get
        {
            Sort();
            return _sorted.Count > 0 ? _sorted[^1].Key.Time : SimulatedTime.Never;
        }
    }

    public void Add(in OrderRequest request)
    {
        uint tieBreak = RandomStream.WordAt(_seed, RandomPurpose.ArrivalTieBreak, 0, request.Account.Value, (ulong)request.Arrival.Nanoseconds);
        _unsorted.Add(new Entry(new ArrivalKey(request.Arrival, tieBreak, request.Account, request.Sequence), Put(request)));
    }

    /// <summary>Takes the first request if it arrives before <paramref name="end"/>.</summary>
    public bool TryTake(SimulatedTime end, out OrderRequest request)
    {
        Sort();
        if (_sorted.Count == 0 || _sorted[^1].Key.Time >= end)
        {
            request = default;
            return false;
        }

        int slot = _sorted[^1].Slot;
        request = _requests[slot];
        _freeSlots.Push(slot);
        _sorted.RemoveAt(_sorted.Count - 1);
        return true;
    }

    /// <summary>Requests of one account that are still under way, first to arrive first.</summary>
    public IEnumerable<OrderRequest> Of(AccountId account)
    {
        Sort();
        for (int i = _sorted.Count - 1; i >= 0; i--)
        {
            if (_sorted[i].Key.Account == account)
            {
                yield return _requests[_sorted[i].Slot];
            }
        }
    }

    public void Save(MessagePackWriter writer)
    {
        Sort();
        writer.WriteArrayHeader(_sorted.Count);
        for (int i = _sorted.Count - 1; i >= 0; i--)
        {
            OrderRequestEncoding.Save(_requests[_sorted[i].Slot], writer);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        _sorted.Clear();
        _unsorted.Clear();
        _requests.Clear();
        _freeSlots.Clear();
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            Add(OrderRequestEncoding.Restore(ref reader));
        }
    }

    private int Put(in OrderRequest request)
    {
        if (_freeSlots.TryPop(out int slot))
        {
            _requests[slot] = request;
            return slot;
        }

        _requests.Add(request);
        return _requests.Count - 1;
    }

    private void Sort()
    {
        if (_unsorted.Count == 0)
        {
            return;
        }

        if (_sorted.Count == 0)
        {
            (_sorted, _unsorted) = (_unsorted, _sorted);
        }
        else
        {
            _sorted.AddRange(_unsorted);
            _unsorted.Clear();
        }

        _sorted.Sort();
    }

    /// <summary>Compares the other way round: the latest arrival comes first.</summary>
    private readonly record struct Entry(ArrivalKey Key, int Slot) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => other.Key.CompareTo(Key);
    }
}
