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
    private readonly ArrivalOrder _order;
    private readonly PriorityQueue<OrderRequest, OrderRequest> _kept;
    private readonly List<Run> _runs = [];
    private readonly Stack<Run> _spareRuns = [];

    /// <param name="seed">The scenario's; it keys the tie-breaks.</param>
    public ArrivalQueue(ulong seed)
    {
        _order = new ArrivalOrder(seed);
        _kept = new PriorityQueue<OrderRequest, OrderRequest>(_order);
    }

    /// <summary>Arrival of the first request kept from earlier ticks; <see cref="SimulatedTime.Never"/> when there is none.</summary>
    public SimulatedTime NextArrival => _kept.TryPeek(out OrderRequest first, out _) ? first.Arrival : SimulatedTime.Never;

    public void Add(in OrderRequest request) => _kept.Enqueue(request, request);

    /// <summary>Takes in a sorted run. Its memory is read until <see cref="KeepRest"/>.</summary>
    public void Add(ReadOnlyMemory<OrderRequest> run)
    {
        if (!run.IsEmpty)
        {
            Run taken = _spareRuns.TryPop(out Run? spare) ? spare : new Run();
            taken.Begin(run);
            _runs.Add(taken);
        }
    }

    /// <summary>Takes the first request if it arrives before <paramref name="end"/>.</summary>
    public bool TryTake(SimulatedTime end, out OrderRequest request)
    {
        Run? first = FirstRun();
        if (_kept.TryPeek(out request, out _) && (first is null || _order.Compare(request, first.Head) < 0))
        {
            return request.Arrival < end && _kept.TryDequeue(out request, out _);
        }

        if (first is null || first.Head.Arrival >= end)
        {
            return false;
        }

        request = first.Take();
        return true;
    }

    /// <summary>Ends a tick: what was not taken is kept for later ones.</summary>
    public void KeepRest()
    {
        foreach (Run run in _runs)
        {
            while (!run.IsEmpty)
            {
                Add(run.Take());
            }

            _spareRuns.Push(run);
        }

        _runs.Clear();
    }

    /// <summary>Requests of one account that are kept, first to arrive first.</summary>
    public IEnumerable<OrderRequest> Of(AccountId account) =>
        _kept.UnorderedItems.Select(item => item.Element).Where(request => request.Account == account).Order(_order);

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

    private IEnumerable<OrderRequest> InOrder() => _kept.UnorderedItems.Select(item => item.Element).Order(_order);

    private Run? FirstRun()
    {
        Run? first = null;
        foreach (Run run in _runs)
        {
            if (!run.IsEmpty && (first is null || run.HeadTime < first.HeadTime || (run.HeadTime == first.HeadTime && _order.Compare(run.Head, first.Head) < 0)))
            {
                first = run;
            }
        }

        return first;
    }

    private sealed class Run
    {
        private ReadOnlyMemory<OrderRequest> _arrivals;
        private int _taken;

        public bool IsEmpty => _taken == _arrivals.Length;

        /// <summary>Kept beside the requests, because merging looks at nothing else most of the time.</summary>
        public SimulatedTime HeadTime { get; private set; }

        public ref readonly OrderRequest Head => ref _arrivals.Span[_taken];

        /// <param name="arrivals">At least one.</param>
        public void Begin(ReadOnlyMemory<OrderRequest> arrivals)
        {
            _arrivals = arrivals;
            _taken = 0;
            HeadTime = Head.Arrival;
        }

        public OrderRequest Take()
        {
            ReadOnlySpan<OrderRequest> arrivals = _arrivals.Span;
            ref readonly OrderRequest head = ref arrivals[_taken++];
            HeadTime = _taken < arrivals.Length ? arrivals[_taken].Arrival : SimulatedTime.Never;
            return head;
        }
    }
}
