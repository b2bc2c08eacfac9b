using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Elements;
using MarketSim.Engine.Participants;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Simulation.Participants;

namespace MarketSim.Cluster.Tests.Wire;

public sealed class FrameRoundTripTests
{
    [Fact]
    public void Every_message_comes_back_as_it_went_whatever_its_values()
    {
        var random = new RandomMessages(seed: 1);
        var writer = new FrameWriter();
        var types = new HashSet<Type>();
        for (int i = 0; i < 2_000; i++)
        {
            FrameHeader header = random.Header() with { Run = "" };
            List<SlotMessage> messages = random.Messages(random.Next(8));
            Frame frame = WireFrames.Read(WireFrames.Of(writer, header, messages));
            Assert.Equal(header, frame.Header);
            MessageAssert.Equal(messages, frame.Messages);
            types.UnionWith(messages.Select(message => message.Message.GetType()));
        }

        Assert.Equal(Enum.GetValues<MessageType>().Length, types.Count);
    }

    [Fact]
    public void Ticks_opened_in_one_frame_share_one_snapshot()
    {
        var random = new RandomMessages(seed: 2);
        var market = random.Snapshot();
        SlotMessage[] messages = [.. Enumerable.Range(0, 5).Select(slot => new SlotMessage(slot, new TickOpened(7, market, ParticipantDelivery.Empty)))];
        byte[] one = WireFrames.Of(messages[0]);
        byte[] five = WireFrames.Of(messages);
        Frame frame = WireFrames.Read(five);
        Assert.All(frame.Messages, message => Assert.Same(((TickOpened)frame.Messages[0].Message).Market, ((TickOpened)message.Message).Market));
        Assert.Equal(4 * "95 03 00 90 90 90".Split(' ').Length, five.Length - one.Length);
    }

    [Fact]
    public void Placement_takes_run_and_epoch_from_the_header()
    {
        var placement = new RandomMessages(seed: 3).Placement("run-1");
        Frame frame = WireFrames.Read(WireFrames.Of(new SlotMessage(SlotMessage.NoSlot, placement)));
        MessageAssert.Equal([new SlotMessage(SlotMessage.NoSlot, placement)], frame.Messages);
    }

    [Fact]
    public void Cancel_takes_fewer_bytes_than_a_market_order_and_that_fewer_than_a_limit_order()
    {
        int limit = LengthOf(Order(OrderType.Limit, price: 10_000, lots: 5));
        int market = LengthOf(Order(OrderType.Market, price: 0, lots: 5));
        int cancel = LengthOf(Order(OrderType.Limit, price: 0, lots: 0) with { Kind = RequestKind.Cancel });
        Assert.Equal((limit, market, cancel), (market + 3, market, market - 1));
    }

    [Fact]
    public void Account_events_without_rest_fee_and_reason_leave_them_out()
    {
        var full = new AccountEvent(
            new AccountId(1), AccountEventKind.Filled, default, RequestKind.Submit, Side.Buy, false, default, new OrderId(1L << 32), new Price(100), new Quantity(1), default, 0);
        int shortest = LengthOf(full);
        Assert.Equal(shortest + 1, LengthOf(full with { Remaining = new Quantity(9) }));
        Assert.Equal(shortest + 2, LengthOf(full with { Fee = 9 }));
        Assert.Equal(shortest + 3, LengthOf(full with { Reason = EventReason.Requested }));
    }

    private static int LengthOf(OrderRequest request) => WireFrames.Of(new SlotMessage(0, new TickActions(7, 1, 0, new ParticipantActions(new[] { request }, [], 2, default, [])))).Length;

    private static int LengthOf(AccountEvent happened) =>
        WireFrames.Of(new SlotMessage(0, new SaveParticipant(7, 1, new ParticipantDelivery(new[] { happened }, [], []), false))).Length;

    private static OrderRequest Order(OrderType type, long price, long lots) => new(
        RequestKind.Submit,
        default,
        1,
        new NewOrder(
            OrderId.Of(new AccountId(1), 1), new AccountId(1), Side.Buy, type, TimeInForce.GoodTillCancel, false, new Price(price), new Quantity(lots), SimulatedTime.Never));
}
