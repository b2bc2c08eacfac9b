using System.Buffers;
using MarketSim.Engine.Participants;
using MarketSim.Market.Accounts;
using MarketSim.Market.Orders;

namespace MarketSim.Simulation.Participants;

/// <summary>A message some of whose content is in memory that its receiver returns.</summary>
public interface IMessageWithMemory
{
    /// <summary>The memory; null where the message has none that is returned.</summary>
    MessageMemory? Memory { get; }
}

/// <summary>
/// Memory that belongs to one message. The sender copies into it and forgets it; the receiver returns it when it has read the message. A message that
/// is not returned is left to the garbage collector.
/// </summary>
/// <remarks>Arrays of this size would be large objects, collected with the oldest epoch only: 10,000 agents that act on every tick allocate one per tick and partition.</remarks>
public abstract class MessageMemory : IDisposable
{
    /// <summary>Items from which on memory is rented; fewer are cheaper to allocate.</summary>
    private const int RentedFrom = 64;

    /// <summary>Returns the memory; calls after the first do nothing.</summary>
    public abstract void Dispose();

    /// <summary>Returns the memory of a message that has been read, if it has any.</summary>
    public static void Return(object message) => (message as IMessageWithMemory)?.Memory?.Dispose();

    /// <summary>A delivery that the engine may change no more.</summary>
    public static (ParticipantDelivery Delivery, MessageMemory? Memory) Of(in ParticipantDelivery delivery)
    {
        (ReadOnlyMemory<AccountEvent> events, MessageMemory? memory) = Copy(delivery.Events);
        return (delivery with { Events = events }, memory);
    }

    /// <summary>Actions that the partition may change no more.</summary>
    public static (ParticipantActions Actions, MessageMemory? Memory) Of(in ParticipantActions actions)
    {
        (ReadOnlyMemory<OrderRequest> requests, MessageMemory? memory) = Copy(actions.Requests);
        return (actions with { Requests = requests }, memory);
    }

    private static (ReadOnlyMemory<T> Items, MessageMemory? Memory) Copy<T>(ReadOnlyMemory<T> items)
    {
        if (items.Length < RentedFrom)
        {
            return (items.ToArray(), null);
        }

        T[] rented = ArrayPool<T>.Shared.Rent(items.Length);
        items.CopyTo(rented);
        return (rented.AsMemory(0, items.Length), new Rented<T>(rented));
    }

    private sealed class Rented<T>(T[] array) : MessageMemory
    {
        private T[]? _array = array;

        public override void Dispose()
        {
            if (Interlocked.Exchange(ref _array, null) is { } array)
            {
                ArrayPool<T>.Shared.Return(array);
            }
        }
    }
}
