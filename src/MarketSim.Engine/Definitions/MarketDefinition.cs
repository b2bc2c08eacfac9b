using MarketSim.Agents.Population;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Fundamentals;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;

namespace MarketSim.Engine.Definitions;

/// <summary>Creates the fundamental value of a session, at its opening.</summary>
/// <param name="seed">Seed of everything that the value draws.</param>
public delegate IFundamentalValue FundamentalFactory(TradingSession session, ulong seed);

/// <summary>
/// A market and its agents, as the engine runs them: the same definition gives the same events, bit for bit. Only <see cref="AgentGroup.Actors"/>
/// has no effect on them.
/// </summary>
public sealed record MarketDefinition
{
    /// <summary>The seed of everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The traded instrument.</summary>
    public required Instrument Instrument { get; init; }

    /// <summary>The session of the first episode; those of later ones follow it.</summary>
    public required TradingSession Session { get; init; }

    /// <summary>The prices and quantities that the book accepts.</summary>
    public BookRules Rules { get; init; } = new();

    /// <summary>Fees of makers and takers.</summary>
    public FeeSchedule Fees { get; init; } = FeeSchedule.Free;

    /// <summary>Last price before the first trade.</summary>
    public required Price InitialPrice { get; init; }

    /// <summary>Price levels per side that agents see, at least 1.</summary>
    public required int SnapshotLevels { get; init; }

    /// <summary>The factory of the fundamental value of each episode.</summary>
    public required FundamentalFactory Fundamental { get; init; }

    /// <summary>The agents.</summary>
    public required Population Population { get; init; }

    /// <summary>The training; null for a run of one session in which no agent learns.</summary>
    public TrainingDefinition? Training { get; init; }

    /// <summary>Stages of the training; null where every episode is of the same market.</summary>
    public MarketCurriculum? Curriculum { get; init; }
}

/// <summary>The training of a market: the session is repeated, and the agents that compete are compared.</summary>
/// <param name="Episodes">Sessions, each with an empty book and opening positions; at least 1.</param>
/// <param name="Replicas">Replicas of the market that train the same learners, the main one included; at least 1.</param>
/// <param name="CompetitiveRewards">True when snapshots contain the total position of all competing agents.</param>
/// <param name="MarketImpact">True when prices react to competing agents.</param>
public sealed record TrainingDefinition(int Episodes, int Replicas, bool CompetitiveRewards, bool MarketImpact);
