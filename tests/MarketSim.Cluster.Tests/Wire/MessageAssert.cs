using MarketSim.Cluster.Wire.Elements;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Engine.Participants;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Venues;
using MarketSim.Results.Checkpoints;
using MarketSim.Simulation.Participants;

namespace MarketSim.Cluster.Tests.Wire;

/// <summary>Equality of messages with all that they hold; that of records stops at their lists.</summary>
internal static class MessageAssert
{
    public static void Equal(IReadOnlyList<SlotMessage> expected, IReadOnlyList<SlotMessage> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal((i, expected[i].Slot, expected[i].Message.GetType()), (i, actual[i].Slot, actual[i].Message.GetType()));
            Equal(expected[i].Message, actual[i].Message);
        }
    }

    private static void Equal(object expected, object actual)
    {
        switch (expected, actual)
        {
            case (TickOpened left, TickOpened right):
                Equal(left.Market, right.Market);
                Equal(left.Delivery, right.Delivery);
                Assert.Equal(left.Epoch, right.Epoch);
                break;
            case (TickActions left, TickActions right):
                Equal(left.Actions, right.Actions);
                Assert.Equal(left with { Actions = default }, right with { Actions = default });
                break;
            case (SaveParticipant left, SaveParticipant right):
                Equal(left.Delivery, right.Delivery);
                Assert.Equal(left with { Delivery = default }, right with { Delivery = default });
                break;
            case (ParticipantSaved left, ParticipantSaved right):
                Assert.Equal(left.Parts, right.Parts);
                Assert.Equal(left.Results, right.Results);
                Assert.Equal(left with { Parts = [], Results = [] }, right with { Parts = [], Results = [] });
                break;
            case (PlaceParticipants left, PlaceParticipants right):
                Equal(left.Slots, right.Slots);
                Equal(left.Manifest, right.Manifest);
                Assert.Equal(left with { Slots = [], Manifest = null }, right with { Slots = [], Manifest = null });
                break;
            default:
                Assert.Equal(expected, actual);
                break;
        }
    }

    private static void Equal(MarketSnapshot expected, MarketSnapshot actual)
    {
        Assert.Equal<BookLevel>(expected.Bids, actual.Bids);
        Assert.Equal<BookLevel>(expected.Asks, actual.Asks);
        Assert.Equal(
            (expected.Tick, expected.Time, expected.LastPrice, expected.CumulativeVolumeLots),
            (actual.Tick, actual.Time, actual.LastPrice, actual.CumulativeVolumeLots));
        Assert.Equal(expected.CompetingAgents, actual.CompetingAgents);
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected.FundamentalValueTicks), BitConverter.DoubleToInt64Bits(actual.FundamentalValueTicks));
    }

    private static void Equal(in ParticipantActions expected, in ParticipantActions actual)
    {
        Assert.Equal(expected.Requests.ToArray(), actual.Requests.ToArray());
        Assert.Equal(expected.FailedAgents, actual.FailedAgents);
        Assert.Equal((expected.NextDueTick, expected.Counters), (actual.NextDueTick, actual.Counters));
        Equal(expected.Messages, actual.Messages);
    }

    // That two training messages have the same bytes says that they are equal: the codec writes every field, and its own tests read them back.
    private static void Equal(IReadOnlyList<ParticipantMessage> expected, IReadOnlyList<ParticipantMessage> actual)
    {
        Assert.Equal(expected.Select(message => message.To), actual.Select(message => message.To));
        Assert.Equal(expected.Select(message => message.Content.GetType()), actual.Select(message => message.Content.GetType()));
        Assert.Equal(expected.Select(BytesOf), actual.Select(BytesOf), StringComparer.Ordinal);
    }

    private static string BytesOf(ParticipantMessage message) => Convert.ToHexString(TrainingMessageCodec.Encode(message.Content));

    private static void Equal(in ParticipantDelivery expected, in ParticipantDelivery actual)
    {
        Equal(expected.Messages, actual.Messages);
        Assert.Equal(expected.Events.ToArray(), actual.Events.ToArray());
        Assert.Equal(expected.Statements.Count, actual.Statements.Count);
        foreach ((AccountStatement left, AccountStatement right) in expected.Statements.Zip(actual.Statements))
        {
            Assert.Equal(left.OpenOrders, right.OpenOrders);
            Assert.Equal(left with { OpenOrders = [] }, right with { OpenOrders = [] });
        }
    }

    private static void Equal(IReadOnlyList<BarrierSlot> expected, IReadOnlyList<BarrierSlot> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach ((BarrierSlot left, BarrierSlot right) in expected.Zip(actual))
        {
            Assert.Equal(left.Blocks, right.Blocks);
            Assert.Equal((left.Index, left.Participant), (right.Index, right.Participant));
        }
    }

    private static void Equal(CheckpointManifest? expected, CheckpointManifest? actual)
    {
        Assert.Equal(expected?.Parts, actual?.Parts);
        Assert.Equal(expected is null ? null : expected with { Parts = [], Outputs = [] }, actual is null ? null : actual with { Parts = [], Outputs = [] });
    }
}
