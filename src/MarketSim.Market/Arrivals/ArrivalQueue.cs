using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Arrivals;

/// <summary>
/// Requests on their way to the book, taken out in order of arrival: runs that their senders sorted are merged; what arrives after the present
/// tick is kept, and is part of a checkpoint.
/// </summary>
public sealed class ArrivalQueue
{
    private readonly ulong _seed;
    private readonly PriorityQueue<OrderRequest, ArrivalKey> _kept = new();
    private readonly List<Run> _runs = [];

    public ArrivalQueue(ulong seed) => _seed = seed;

    /// <summary>Arrival of the first request kept from earlier ticks; <see cref="SimulatedTime.Never"/> when there is none.</summary>
    public SimulatedTime NextArrival => _kept.TryPeek(out _, out ArrivalKey key) ? key.Time : SimulatedTime.Never;

    public void Add(in OrderRequest request) => _kept.Enqueue(request, ArrivalKey.Of(request, _seed));

    /// <summary>Takes in a sorted run. Its memory is read until <see cref="KeepRest"/>.</summary>
    public void Add(ReadOnlyMemory<Arrival> run)
    {
        if (!run.IsEmpty)
        {
            _runs.Add(new Run(run));
        }
    }

    /// <summary>Takes the first request if it arrives before <paramref name="end"/>.</summary>
    public bool TryTake(SimulatedTime end, out OrderRequest request)
    {
        Run? first = FirstRun();
        bool isKept = _kept.TryPeek(out _, out ArrivalKey key) && (first is null || key.CompareTo(first.Head.Key) < 0);
        if ((isKept ? key.Time : first?.Head.Key.Time ?? SimulatedTime.Never) >= end)
        {
            request = default;
            return false;
        }

        request = isKept ? _kept.Dequeue() : first!.Take();
        return true;
    }

    /// <summary>Ends a tick: what was not taken is kept for later ones.</summary>
    public void KeepRest()
    {
        foreach (Run run in _runs)
        {
            while (!run.IsEmpty)
            {
                ArrivalKey key = run.Head.Key;
                _kept.Enqueue(run.Take(), key);
            }
        }

        _runs.Clear();
    }

    /// <summary>Requests of one account that are kept, first to arrive first.</summary>
    public IEnumerable<OrderRequest> Of(AccountId account) => InOrder().Where(request => request.Account == account);

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(_kept.Count);
        foreach (OrderRequest request in InOrder())
        {
            OrderRequestEncoding.Save(request, writer);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        _kept.Clear();
        _runs.Clear();
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            Add(OrderRequestEncoding.Restore(ref reader));
        }
    }

    private IEnumerable<OrderRequest> InOrder() => _kept.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element);

    private Run? FirstRun()
    {
        Run? first = null;
        foreach (Run run in _runs)
        {
            if (!run.IsEmpty && (first is null || run.Head.Key.CompareTo(first.Head.Key) < 0))
            {
                first = run;
            }
        }

        return first;
    }

    private sealed class Run(ReadOnlyMemory<Arrival> arrivals)
    {
        private int _taken;

        public bool IsEmpty => _taken == arrivals.Length;

        public ref readonly Arrival Head => ref arrivals.Span[_taken];

        public OrderRequest Take() => arrivals.Span[_taken++].Request;
    }
}
