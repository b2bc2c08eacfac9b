using System.Buffers;
using MarketSim.Engine.Participants;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Simulation.Participants;

namespace MarketSim.Simulation.Tests.Running;

public sealed class MessageMemoryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(5_000)]
    public void Message_does_not_change_with_the_buffer_that_it_was_copied_from(int count)
    {
        OrderRequest[] buffer = Requests(count);
        OrderRequest[] sent = [.. buffer];

        (ParticipantActions actions, MessageMemory? memory) = MessageMemory.Of(ParticipantActions.Of([], nextDueTick: 7) with { Requests = buffer });
        Array.Clear(buffer);

        Assert.Equal(sent, actions.Requests.ToArray());
        Assert.Equal(7, actions.NextDueTick);
        memory?.Dispose();
    }

    [Fact]
    public void Memory_returned_twice_is_rented_to_one_message_only()
    {
        ParticipantActions large = ParticipantActions.Of([], nextDueTick: 0) with { Requests = Requests(5_000) };
        MessageMemory memory = MessageMemory.Of(large).Memory!;

        memory.Dispose();
        memory.Dispose();

        OrderRequest[] first = ArrayPool<OrderRequest>.Shared.Rent(5_000);
        OrderRequest[] second = ArrayPool<OrderRequest>.Shared.Rent(5_000);
        Assert.NotSame(first, second);
        ArrayPool<OrderRequest>.Shared.Return(first);
        ArrayPool<OrderRequest>.Shared.Return(second);
    }

    [Fact]
    public void Messages_without_memory_are_returned_without_effect()
    {
        MessageMemory.Return(new PrepareParticipant(1));
        MessageMemory.Return(new TickActions(1, 2, 3, ParticipantActions.Of([], nextDueTick: 4)));
    }

    private static OrderRequest[] Requests(int count) =>
    [
        .. Enumerable.Range(0, count).Select(number => new OrderRequest(RequestKind.Cancel, new SimulatedTime(number), number, default)),
    ];
}
