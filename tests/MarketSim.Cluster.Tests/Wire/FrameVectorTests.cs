using MarketSim.Agents.PolicyTrading;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Elements;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Rollouts;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Simulation.Participants;

namespace MarketSim.Cluster.Tests.Wire;

/// <summary>
/// Against the bytes of another implementation (Data/make_frames.py), in both directions. The bytes are fixed: a change that this test notices is a
/// new version of the format.
/// </summary>
public sealed class FrameVectorTests
{
    private static readonly PartReference[] Parts =
    [
        new("agents/000012", string.Concat(Enumerable.Repeat("ab", 32)), 65_536),
        new("market", string.Concat(Enumerable.Repeat("cd", 32)), 0),
    ];

    private static readonly ParticipantMessage Fingerprint = new(ParticipantAddress.Market, new ReplicaFingerprint(2, Enumerable.Range(0, 32).Select(number => (byte)number).ToArray()));

    private static readonly ParticipantMessage Weights = new(
        ParticipantAddress.HoldersOf("ppo"), new PublishedWeights("ppo", new PolicyVersion(4, 17), Enumerable.Range(0, 75).Select(number => number == 74 ? -1.5f : 0f).ToArray()));

    private static readonly string Digest = string.Concat(Enumerable.Repeat("ef", 32));

    [Fact]
    public void Written_frames_equal_those_of_another_implementation() => ForEachVector((messages, bytes) =>
        Assert.Equal(Convert.ToHexStringLower(bytes), Convert.ToHexStringLower(WireFrames.Of(messages))));

    [Fact]
    public void Frames_of_another_implementation_are_read() => ForEachVector((messages, bytes) =>
    {
        Frame frame = WireFrames.Read(bytes);
        Assert.Equal(WireFrames.Header, frame.Header);
        MessageAssert.Equal(messages, frame.Messages);
    });

    private static void ForEachVector(Action<SlotMessage[], byte[]> check)
    {
        (string Name, SlotMessage[] Messages)[] frames = Frames();
        string[][] rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Wire/Data/frames.tsv")).Select(line => line.Split('\t'))];
        Assert.Equal(frames.Length, rows.Length);
        for (int i = 0; i < frames.Length; i++)
        {
            Assert.Equal(frames[i].Name, rows[i][0]);
            check(frames[i].Messages, Convert.FromHexString(rows[i][1]));
        }
    }

    private static (string Name, SlotMessage[] Messages)[] Frames() =>
    [
        ("empty", []),
        ("prepare", [new(0, new PrepareParticipant(7)), new(1, new PrepareParticipant(7))]),
        ("ready", [new(3, new ParticipantReady(7, 3, long.MaxValue))]),
        ("opened", Opened()),
        ("actions", [new(1, new TickActions(7, 41, 1, new ParticipantActions(Requests(), [new AccountId(5), new AccountId(70_000)], 42, new PartitionCounters(1_000, 2_000, 3), [Fingerprint])))]),
        ("save", [new(0, new SaveParticipant(7, 42, new ParticipantDelivery(Events()[..1], [], [Fingerprint, Weights]), Settle: true))]),
        ("options", Options()),
        ("saved", [new(0, new ParticipantSaved(7, 0, Parts, [new AgentResult(new AccountId(5), Position(), 1, 2, 3, 4)], 50, new PartitionCounters(1, 2, 3)))]),
        ("place", [Host(Placement())]),
        ("place-new", [Host(new PlaceParticipants("run-1", 7, "name: Zürich\n", Digest, null, [], "node.m.9"))]),
        ("host",
        [
            Host(new ParticipantsPlaced(-1)), Host(new ParticipantHostFailed(40, SlotMessage.NoSlot, "the store is gone", HostFailure.Outage)), Host(new Ping(8)), Host(new Pong(8, 7, IsLeaving: true)),
            Host(new DropParticipants("the run is over")),
        ]),
    ];

    private static SlotMessage[] Options()
    {
        var reports = new OptionReports(
        [
            new AgentOptionReport(new AccountId(5), new OptionReport([0.5f, -1], 0, 0, null)),
            new AgentOptionReport(new AccountId(70_000), new OptionReport([0, 5], -0.25, 12, TrajectoryEnd.Terminated)),
        ]);
        var choices = new OptionChoices(
            "led", [new AgentOptionChoice(new AccountId(5), new OptionChoice(2, 128)), new AgentOptionChoice(new AccountId(70_000), new OptionChoice(0, 1))]);
        var controlled = new TrajectoryBatch([new TrajectorySegment(41, 0, new AccountId(5), 3, new Trajectory
        {
            PolicyVersion = 17,
            End = TrajectoryEnd.Truncated,
            Length = 2,
            InitialReturn = 0.5,
            Observations = [0.5f, -1, 0, 5],
            Actions = [1, 0],
            Rewards = [2.5f, -0.5f],
            LogProbabilities = [-0.75f, -1.25f],
            Values = [0.5f, 0.25f],
            FinalObservation = [1, 1],
            InitialState = [],
            FinalState = [],
            Durations = [10, 300],
        })]);
        ParticipantMessage[] sent = [new(ParticipantAddress.Controller("led"), reports), new(ParticipantAddress.Learner("led-controller"), controlled)];
        return
        [
            new(1, new TickActions(7, 41, 1, ParticipantActions.Of(sent, 42))),
            new(2, new TickOpened(7, Opened()[0].Message is TickOpened opened ? opened.Market : null!, new ParticipantDelivery(default, [], [new(ParticipantAddress.HoldersOf("led"), choices)]))),
        ];
    }

    private static SlotMessage Host(object message) => new(SlotMessage.NoSlot, message);

    private static PlaceParticipants Placement() => new(
        "run-1",
        7,
        "name: quickstart\n",
        Digest,
        new CheckpointManifest(2, Digest, 40, RunStatus.Running, Parts, [], WallSeconds: 0),
        [new BarrierSlot(0, [0, 2, 300], null), new BarrierSlot(2, [], "learner")],
        "node.m.9");

    private static SlotMessage[] Opened()
    {
        var market = new MarketSnapshot
        {
            Tick = 41,
            Time = new SimulatedTime(34_200_041_000_000_000),
            LastPrice = new Price(10_000),
            CumulativeVolumeLots = 123_456,
            FundamentalValueTicks = 10_001.25,
            Bids = [new BookLevel(new Price(9_999), new Quantity(10), 2), new BookLevel(new Price(9_998), new Quantity(300), 7)],
            Asks = [new BookLevel(new Price(10_001), new Quantity(5), 1)],
            CompetingAgents = new CompetingAgentTotals(5, 1_000_000, -70),
        };
        var statement = new AccountStatement(
            new AccountId(5), Position(), [new OpenOrder(OrderId.Of(new AccountId(5), 3), Side.Sell, new Price(10_010), new Quantity(20))])
        {
            UndeliveredFills = 2,
            UndeliveredLots = 80,
        };
        return
        [
            new(0, new TickOpened(7, market, new ParticipantDelivery(Events(), [statement], []))),
            new(1, new TickOpened(7, market, ParticipantDelivery.Empty)),
            new(2, new TickOpened(7, market, new ParticipantDelivery(default, [], [Fingerprint]))),
        ];
    }

    private static AccountEvent[] Events() =>
    [
        new(
            new AccountId(70_000), AccountEventKind.Filled, EventReason.None, RequestKind.Submit, Side.Buy, IsAggressor: true,
            new SimulatedTime(34_200_040_000_000_123), OrderId.Of(new AccountId(70_000), 12), new Price(10_001), new Quantity(40), new Quantity(60), Fee: -3),
        new(
            new AccountId(5), AccountEventKind.Refused, EventReason.NotTheOwner, RequestKind.Amend, Side.Sell, IsAggressor: false,
            new SimulatedTime(34_200_040_000_000_123), OrderId.Of(new AccountId(70_000), 12), new Price(-7), Quantity.Zero, Quantity.Zero, Fee: 0),
        new(
            new AccountId(6), AccountEventKind.Expired, EventReason.None, default, Side.Buy, IsAggressor: false,
            new SimulatedTime(34_200_040_500_000_000), OrderId.Of(new AccountId(6), 1), new Price(-9), new Quantity(long.MaxValue), Quantity.Zero, Fee: 0),
    ];

    private static OrderRequest[] Requests() =>
    [
        Request(RequestKind.Submit, 34_200_041_000_000_500, 70_000, 13, 13, Side.Sell, OrderType.Limit, TimeInForce.GoodTillCancel, true, 10_003, 100, long.MaxValue),
        Request(RequestKind.Cancel, 34_200_041_000_000_500, 70_000, 14, 12, Side.Buy, OrderType.Limit, TimeInForce.GoodTillCancel, false, 0, 0, long.MaxValue),
        Request(RequestKind.Submit, 34_200_041_000_700_000, 3, -1, -1, Side.Buy, OrderType.Market, TimeInForce.ImmediateOrCancel, false, 0, 1, long.MaxValue),
        Request(RequestKind.Submit, 34_200_041_000_900_000, -2, 2, 2, Side.Buy, OrderType.Limit, TimeInForce.GoodTillTime, false, -5, 8, 34_200_042_000_900_000),
        new(
            RequestKind.Amend,
            new SimulatedTime(long.MinValue),
            int.MaxValue,
            new NewOrder(
                new OrderId(long.MaxValue), new AccountId(int.MinValue), Side.Buy, OrderType.Limit, TimeInForce.FillOrKill, false,
                new Price(long.MinValue), new Quantity(long.MaxValue), default)),
    ];

    private static OrderRequest Request(
        RequestKind kind, long arrival, int account, int sequence, int order, Side side, OrderType type, TimeInForce force, bool postOnly, long price, long lots, long expiry) => new(
        kind,
        new SimulatedTime(arrival),
        sequence,
        new NewOrder(
            OrderId.Of(new AccountId(account), order), new AccountId(account), side, type, force, postOnly, new Price(price), new Quantity(lots), new SimulatedTime(expiry)));

    /// <summary>[-5000, 40, 400040, -17, 17], as it is saved.</summary>
    private static Position Position()
    {
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(5);
        foreach (long value in (long[])[-5_000, 40, 400_040, -17, 17])
        {
            writer.WriteInt64(value);
        }

        var reader = new MessagePackReader(writer.Written);
        Position position = default;
        position.Restore(ref reader);
        return position;
    }
}
