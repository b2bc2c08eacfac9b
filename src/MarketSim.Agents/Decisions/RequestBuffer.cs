using MarketSim.Market.Orders;

namespace MarketSim.Agents.Decisions;

/// <summary>Collects the requests of many agents' decisions without allocating in the steady state.</summary>
public sealed class RequestBuffer
{
    private OrderRequest[] _requests = new OrderRequest[16];

    /// <summary>Number of requests.</summary>
    public int Count { get; private set; }

    /// <summary>The requests so far.</summary>
    public ReadOnlySpan<OrderRequest> Requests => _requests.AsSpan(0, Count);

    /// <summary>Adds a request.</summary>
    public void Add(in OrderRequest request)
    {
        if (Count == _requests.Length)
        {
            Array.Resize(ref _requests, Count * 2);
        }

        _requests[Count++] = request;
    }

    /// <summary>Removes all requests after the first <paramref name="count"/>.</summary>
    public void TruncateTo(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        Count = count;
    }
}
