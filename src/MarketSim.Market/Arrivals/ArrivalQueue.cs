using System.Runtime.InteropServices;
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
    private const int LookAheadRequests = 8;

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

    /// <summary>The order of a request that will be taken soon after the one taken last; the same order when nothing is known of later ones.</summary>
    internal OrderId LookAhead { get; private set; }

    /// <summary>Keeps a request until its time of arrival.</summary>
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
        if (_kept.Count > 0)
        {
            request = _kept.Peek();
            if (first is null || _order.Compare(request, first.Head) < 0)
            {
                LookAhead = request.Order.Id;
                return request.Arrival < end && _kept.TryDequeue(out request, out _);
            }
        }

        if (first is null || first.HeadTime >= end)
        {
            request = default;
            return false;
        }

        request = first.Take();
        LookAhead = first.LookAhead;
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

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(_kept.Count);
        foreach (OrderRequest request in InOrder())
        {
            OrderRequestEncoding.Save(request, writer);
        }
    }

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
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
        private OrderRequest[] _arrivals = [];
        private int _next;
        private int _end;

        public bool IsEmpty => _next == _end;

        /// <summary>Kept beside the requests, because merging looks at nothing else most of the time.</summary>
        public SimulatedTime HeadTime { get; private set; }

        public ref readonly OrderRequest Head => ref _arrivals[_next];

        /// <summary>Some requests beyond the head; of a run that ends before, its last.</summary>
        public OrderId LookAhead => _arrivals[Math.Min(_next + LookAheadRequests, _end - 1)].Order.Id;

        /// <param name="arrivals">At least one.</param>
        public void Begin(ReadOnlyMemory<OrderRequest> arrivals)
        {
            // Senders sort in arrays; anything else is copied.
            ArraySegment<OrderRequest> array = MemoryMarshal.TryGetArray(arrivals, out ArraySegment<OrderRequest> given) ? given : arrivals.ToArray();
            (_arrivals, _next, _end) = (array.Array!, array.Offset, array.Offset + array.Count);
            HeadTime = Head.Arrival;
        }

        public OrderRequest Take()
        {
            ref readonly OrderRequest head = ref _arrivals[_next++];
            HeadTime = _next < _end ? _arrivals[_next].Arrival : SimulatedTime.Never;
            return head;
        }
    }
}
