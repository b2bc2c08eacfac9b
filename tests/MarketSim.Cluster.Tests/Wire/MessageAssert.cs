using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Venues;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Running.Participants;

namespace MarketSim.Cluster.Tests.Wire;

/// <summary>Equality of messages with all that they hold; that of records stops at their lists.</summary>
internal static class MessageAssert
{
    public static void Equal(IReadOnlyList<SeatMessage> expected, IReadOnlyList<SeatMessage> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal((i, expected[i].Seat, expected[i].Message.GetType()), (i, actual[i].Seat, actual[i].Message.GetType()));
            Equal(expected[i].Message, actual[i].Message);
        }
    }

    private static void Equal(object expected, object actual)
    {
        switch (expected, actual)
        {
            case (TickOpened left, TickOpened right):
                Equal(left.Market, right.Market);
                Equal(left.News, right.News);
                Assert.Equal(left.Generation, right.Generation);
                break;
            case (TickActions left, TickActions right):
                Assert.Equal(left.Requests.ToArray(), right.Requests.ToArray());
                Assert.Equal(left.StatementsWanted, right.StatementsWanted);
                Equal(left.Mail, right.Mail);
                Assert.Equal(left with { Requests = default, StatementsWanted = [], Mail = [] }, right with { Requests = default, StatementsWanted = [], Mail = [] });
                break;
            case (SaveParticipant left, SaveParticipant right):
                Equal(left.News, right.News);
                Assert.Equal(left with { News = ParticipantNews.None }, right with { News = ParticipantNews.None });
                break;
            case (ParticipantSaved left, ParticipantSaved right):
                Assert.Equal(left.Parts, right.Parts);
                Assert.Equal(left.Results, right.Results);
                Assert.Equal(left with { Parts = [], Results = [] }, right with { Parts = [], Results = [] });
                break;
            case (PlaceSite left, PlaceSite right):
                Equal(left.Seats, right.Seats);
                Equal(left.Manifest, right.Manifest);
                Assert.Equal(left with { Seats = [], Manifest = null }, right with { Seats = [], Manifest = null });
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
        Assert.Equal(expected.Competitors, actual.Competitors);
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected.FundamentalValueTicks), BitConverter.DoubleToInt64Bits(actual.FundamentalValueTicks));
    }

    private static void Equal(IReadOnlyList<Mail> expected, IReadOnlyList<Mail> actual)
    {
        Assert.Equal(expected.Select(mail => mail.To), actual.Select(mail => mail.To), StringComparer.Ordinal);
        Assert.Equal(expected.Select(mail => Convert.ToHexString(mail.Content.Span)), actual.Select(mail => Convert.ToHexString(mail.Content.Span)), StringComparer.Ordinal);
    }

    private static void Equal(ParticipantNews expected, ParticipantNews actual)
    {
        Equal(expected.Mail, actual.Mail);
        Assert.Equal(expected.Events, actual.Events);
        Assert.Equal(expected.Statements.Length, actual.Statements.Length);
        foreach ((AccountStatement left, AccountStatement right) in expected.Statements.Zip(actual.Statements))
        {
            Assert.Equal(left.OpenOrders, right.OpenOrders);
            Assert.Equal(left with { OpenOrders = [] }, right with { OpenOrders = [] });
        }
    }

    private static void Equal(IReadOnlyList<Seat> expected, IReadOnlyList<Seat> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach ((Seat left, Seat right) in expected.Zip(actual))
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
