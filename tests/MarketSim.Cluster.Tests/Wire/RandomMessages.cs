using System.Collections.Immutable;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Cluster.Wire;
using MarketSim.Cluster.Wire.Elements;
using MarketSim.Cluster.Wire.Messages;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Curriculum;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Rollouts;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Simulation.Participants;

namespace MarketSim.Cluster.Tests.Wire;

/// <summary>Messages of every type whose fields are drawn from the edges of their ranges as often as from their middle.</summary>
internal sealed class RandomMessages(ulong seed)
{
    public const long Epoch = 7;

    private static readonly long[] Edges =
    [
        0, 1, -1, 31, 32, -32, -33, 127, 128, 255, 256, -128, -129, 65_535, 65_536, -32_768, -32_769, int.MaxValue, int.MinValue, uint.MaxValue,
        1L << 32, long.MaxValue, long.MinValue, long.MaxValue - 1,
    ];

    private static readonly string[] Texts = ["", "a", "node.market-1.3", "Zürich €\n", new string('x', 31), new string('x', 32), new string('y', 300)];
    private static readonly EventReason[] Reasons = Enum.GetValues<EventReason>();
    private RandomStream _random = new(seed, RandomPurpose.Test, 0, 0);

    public FrameHeader Header() => new(Text(), Epoch, Text(), Long(), Long());

    /// <summary>Any number of messages of any type; those that open a tick share a snapshot.</summary>
    public List<SlotMessage> Messages(int count)
    {
        MarketSnapshot market = Snapshot();
        return [.. Enumerable.Range(0, count).Select(_ => Message(market))];
    }

    public OrderRequest[] Requests(int count) => [.. Enumerable.Range(0, count).Select(_ => Request())];

    public AccountEvent[] Events(int count) => [.. Enumerable.Range(0, count).Select(_ => Event())];

    public int Next(int exclusiveMaximum) => _random.NextInt32(exclusiveMaximum);

    public byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(_ => (byte)_random.NextInt32(256))];

    public MarketSnapshot Snapshot() => new()
    {
        Tick = Long(),
        Time = Time(),
        Bids = Levels(),
        Asks = Levels(),
        LastPrice = new Price(Long()),
        CumulativeVolumeLots = Long(),
        FundamentalValueTicks = BitConverter.Int64BitsToDouble(Long()),
        CompetingAgents = new CompetingAgentTotals(Int(), Long(), Long()),
    };

    private SlotMessage Message(MarketSnapshot market)
    {
        int slot = Next(2) == 0 ? Next(10) : int.MaxValue - Next(3);
        return Next(12) switch
        {
            0 => new SlotMessage(slot, new PrepareParticipant(Epoch)),
            1 => new SlotMessage(slot, new ParticipantReady(Epoch, slot, Long())),
            2 => new SlotMessage(slot, new TickOpened(Epoch, market, Delivery())),
            3 => new SlotMessage(slot, Actions(slot)),
            4 => new SlotMessage(slot, new SaveParticipant(Epoch, Long(), Delivery(), Boolean())),
            5 => new SlotMessage(slot, new ParticipantSaved(Epoch, slot, Parts(), [.. Several(Result)], Long(), Counters())),
            6 => Host(new ParticipantsPlaced(Long())),
            7 => Host(new ParticipantHostFailed(Long(), Int(), Text(), (HostFailure)Next(3))),
            8 => Host(new Ping(Long())),
            9 => Host(new Pong(Long(), Long(), Boolean())),
            10 => Host(new DropParticipants(Text())),
            _ => Host(Placement("")),
        };
    }

    public PlaceParticipants Placement(string run) =>
        new(run, Epoch, Text(), Text(), Next(3) == 0 ? null : Manifest(), [.. Several(Slot)], Text());

    private static SlotMessage Host(object message) => new(SlotMessage.NoSlot, message);

    private TickActions Actions(int slot) =>
        new(Epoch, Long(), slot, new ParticipantActions(Requests(Next(20)), [.. Several(Account)], Long(), Counters(), [.. Several(ToParticipant)]));

    private ParticipantDelivery Delivery() => Next(4) == 0
        ? ParticipantDelivery.Empty
        : new ParticipantDelivery(Events(Next(20)), [.. Several(Statement)], [.. Several(ToParticipant)]);

    private ParticipantMessage ToParticipant() => new(new ParticipantAddress(Text()), OfTraining());

    private TrainingMessage OfTraining() => Next(9) switch
    {
        0 => new TrajectoryBatch([.. Several(Segment)]),
        1 => new PublishedWeights(Text(), Version(), Floats()),
        2 => new EpisodeResults([.. Several(Row)]),
        3 => new LearnerRow(Long(), Int(), Version(), [.. Several(() => (Text(), Double()))], Text()),
        4 => new OptionReports([.. Several(() => new AgentOptionReport(Account(), new OptionReport(Floats(), Double(), Int(), Boolean() ? null : (TrajectoryEnd)Next(3))))]),
        5 => new OptionChoices(Text(), [.. Several(() => new AgentOptionChoice(Account(), new OptionChoice(Int(), Int())))]),
        6 => new EpisodeStages(Int(), Boolean(), [.. Several(Int)]),
        7 => new StageEvaluated(Int(), new StageEvaluation(Int(), Long(), Int(), Double(), Double(), Double(), Int(), Double(), (StageDecision)Next(3), Text())),
        _ => new ReplicaFingerprint(Int(), Bytes(32)),
    };

    private TrajectorySegment Segment() => new(Long(), Int(), Account(), Long(), new Trajectory
    {
        PolicyVersion = Long(),
        End = (TrajectoryEnd)Next(3),
        Length = Int(),
        InitialReturn = Double(),
        Observations = Floats(),
        Actions = Floats(),
        Rewards = Floats(),
        LogProbabilities = Floats(),
        Values = Floats(),
        FinalObservation = Floats(),
        InitialState = Floats(),
        FinalState = Floats(),
        Durations = Boolean() ? null : [.. Several(Int)],
    });

    private EpisodeRow Row() => new(Int(), Int(), Int(), Boolean() ? null : new AccountId(Next(1000)), Long(), Double(), Double(), Double(), Double());

    private PolicyVersion Version() => new(Long(), Long());

    private float[] Floats() => [.. Enumerable.Range(0, Next(20)).Select(_ => (float)Double())];

    private double Double() => Next(1000) / 8.0;

    private OrderRequest Request()
    {
        AccountId account = Account();
        int sequence = Int();
        OrderId id = Boolean() ? OrderId.Of(account, sequence) : new OrderId(Long());
        SimulatedTime expiresAt = Boolean() ? SimulatedTime.Never : Time();
        return new OrderRequest(
            (RequestKind)(1 + Next(3)),
            Time(),
            sequence,
            new NewOrder(id, account, Side(), (OrderType)Next(2), (TimeInForce)Next(4), Boolean(), new Price(Long()), new Quantity(Long()), expiresAt));
    }

    private AccountEvent Event() => new(
        Account(), (AccountEventKind)(1 + Next(5)), Reasons[Next(Reasons.Length)], (RequestKind)Next(4), Side(), Boolean(),
        Time(), new OrderId(Long()), new Price(Long()), new Quantity(Long()), new Quantity(Long()), Long());

    private AccountStatement Statement() => new(Account(), Position(), [.. Several(() => new OpenOrder(new OrderId(Long()), Side(), new Price(Long()), new Quantity(Long())))])
    {
        UndeliveredFills = Long(),
        UndeliveredLots = Long(),
    };

    private Position Position()
    {
        // A position is made by fills; any five numbers are one to the wire.
        var writer = new MessagePackWriter();
        writer.WriteArrayHeader(5);
        for (int i = 0; i < 5; i++)
        {
            writer.WriteInt64(Long());
        }

        var reader = new MessagePackReader(writer.Written);
        Position position = default;
        position.Restore(ref reader);
        return position;
    }

    private AgentResult Result() => new(Account(), Position(), Long(), Long(), Long(), Int());

    private PartReference[] Parts() => [.. Several(() => new PartReference(Text(), Text(), Int()))];

    private CheckpointManifest Manifest() => new(Int(), Text(), Long(), (RunStatus)Next(4), Parts(), [], 0);

    private BarrierSlot Slot() => new(Int(), [.. Several(Int)], Boolean() ? null : Text());

    private PartitionCounters Counters() => new(Long(), Long(), Long());

    private ImmutableArray<BookLevel> Levels() => [.. Several(() => new BookLevel(new Price(Long()), new Quantity(Long()), Int()))];

    private IEnumerable<T> Several<T>(Func<T> draw) => Enumerable.Range(0, Next(4)).Select(_ => draw());

    private Side Side() => (Side)Next(2);

    private AccountId Account() => new(Int());

    private SimulatedTime Time() => new(Long());

    private bool Boolean() => Next(2) == 0;

    private string Text() => Texts[Next(Texts.Length)];

    private int Int() => unchecked((int)Long());

    private long Long() => Next(3) switch
    {
        0 => Edges[Next(Edges.Length)],
        1 => Next(1000),
        _ => (long)(_random.NextUInt64() >> Next(64)) * (Next(2) == 0 ? 1 : -1),
    };
}
