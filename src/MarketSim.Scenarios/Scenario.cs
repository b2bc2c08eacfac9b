using System.Security.Cryptography;
using System.Text;
using MarketSim.Agents.Population;
using MarketSim.Engine.Episodes;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Scenarios.Plugins;

namespace MarketSim.Scenarios;

/// <summary>A market and its population, checked and in the simulator's units. The same scenario and seed give the same run.</summary>
public sealed record Scenario : ScenarioDocument
{
    /// <summary>The market.</summary>
    public required ScenarioMarket Market { get; init; }

    /// <summary>The groups of agents.</summary>
    public required IReadOnlyList<ScenarioAgents> Agents { get; init; }

    /// <summary>Assemblies with strategies of the user's own.</summary>
    public IReadOnlyList<ScenarioPlugin> Plugins { get; init; } = [];

    /// <summary>The training of its learning agents; null for a run of one session in which none learns.</summary>
    public ScenarioTraining? Training { get; init; }

    /// <summary>Stages of the training; null where every episode is of the same market.</summary>
    public ScenarioCurriculum? Curriculum { get; init; }

    /// <summary>Positions of a trader who knows the background flow, in the order of time; empty where none are given. Learners are compared with it; no result of a run depends on it.</summary>
    public IReadOnlyList<OracleStep> Oracle { get; init; } = [];

    /// <summary>The tables of a run.</summary>
    public ScenarioOutput Output { get; init; } = new();

    /// <summary>The checkpoints' interval and number; changes no result.</summary>
    public ScenarioCheckpoint Checkpoint { get; init; } = new();

    /// <summary>The distribution of the run over threads; changes no result.</summary>
    public ScenarioExecution Execution { get; init; } = new();

    /// <summary>The limits of the run's distribution over a cluster, when it is submitted to one; changes no result.</summary>
    public ScenarioCluster Cluster { get; init; } = new();

    /// <summary>True when a learner is trained, or an agent acts, on the torch engine.</summary>
    public bool NeedsTorch => Agents.Any(static group => group.Agent is LearningAgent agent && (agent.ActsOnTorch || (agent.Engine.IsTorch && agent.Frozen is null)));

    /// <summary>Number of agents in all groups.</summary>
    public int AgentCount => Agents.Sum(group => group.Count);

    /// <summary>Ticks of the whole run; of a training, those of all episodes with the closed ticks between them.</summary>
    public long TickCount => Calendar.TickCount;

    /// <summary>The episodes of the run and their ticks; of a run without training, its one session.</summary>
    public EpisodeCalendar Calendar => new(Market.Session, Seed, Training?.Episodes);

    /// <summary>SHA-256 of everything that decides a run's result, in lower-case hexadecimal.</summary>
    public string Digest() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ScenarioWriter.WriteDecisive(this))));
}

/// <summary>The venue and what is traded there.</summary>
/// <param name="SnapshotLevels">Price levels per side that agents see, at least 1.</param>
public sealed record ScenarioMarket(
    Instrument Instrument,
    TradingSession Session,
    BookRules Rules,
    FeeSchedule Fees,
    Price InitialPrice,
    int SnapshotLevels,
    ScenarioFundamental Fundamental)
{
    /// <summary>The market's activity over its day, which scales the rates of random wake-ups and of news.</summary>
    public ActivityProfile Activity { get; init; } = ActivityProfile.Flat;
}

/// <summary>A group of agents of one strategy or one policy.</summary>
/// <param name="Cash">Opening cash per agent, in tick·lots.</param>
/// <param name="Inventory">Opening inventory per agent, in lots.</param>
public sealed record ScenarioAgents(
    string Name,
    MarketAgent Agent,
    int Count,
    LatencyModel Latency,
    long Cash,
    long Inventory)
{
    /// <summary>True when its agents are compared with one another and with other competing agents: learning agents always are.</summary>
    public bool Competes { get; init; } = Agent is LearningAgent;

    /// <summary>The policy that learns from what its agents do; null for none.</summary>
    public string? DemonstratesTo { get; init; }

    /// <summary>The execution of its agents; changes no result.</summary>
    public AgentActors Actors { get; init; } = AgentActors.Individual;

    /// <summary>The mode of self-trade prevention for its agents' orders; null for the market's.</summary>
    public SelfTradeMode? SelfTrade { get; init; }

    /// <summary>True when its agents are one owner in self-trade prevention; otherwise each is.</summary>
    public bool IsOneOwner { get; init; }

    /// <summary>The limit of its agents' debt.</summary>
    public FundsRule Funds { get; init; }

    /// <summary>True when it acts by the policy of that name and learns from demonstrations to it.</summary>
    public bool LearnsFrom(string policy) =>
        Agent is LearningAgent { Frozen: null, Algorithm.LearnsFromDemonstrations: true } learning && (learning.Policy ?? Name) == policy;

    /// <summary>True when it learns in a training: its weights are not frozen.</summary>
    public bool Learns => Agent is LearningAgent { Frozen: null };
}

/// <summary>The output of a run beside its summary.</summary>
public sealed record ScenarioOutput
{
    /// <summary>Simulated time between samples of the book and the counters, in nanoseconds.</summary>
    public long SampleIntervalNanoseconds { get; init; } = 10_000_000_000;

    /// <summary>Price levels per side in a sample of the book, 0 to 50.</summary>
    public int BookLevels { get; init; } = 10;

    /// <summary>True to record every trade.</summary>
    public bool Trades { get; init; } = true;

    /// <summary>True to write the tables of a finished run as Parquet too.</summary>
    public bool Parquet { get; init; }
}

/// <summary>The intervals between checkpoints and the number of them that is kept. Changes no result.</summary>
public sealed record ScenarioCheckpoint
{
    /// <summary>Ticks between checkpoints; null for none by tick.</summary>
    public long? EveryTicks { get; init; }

    /// <summary>Wall-clock time between checkpoints; null for none by time.</summary>
    public TimeSpan? Every { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Number of checkpoints that are kept, at least 1.</summary>
    public int Keep { get; init; } = 3;
}

/// <summary>On how many threads and partitions a run is executed. Changes no result.</summary>
public sealed record ScenarioExecution
{
    /// <summary>Number of partitions that the agents are spread over; null for one per thread.</summary>
    public int? Partitions { get; init; }

    /// <summary>Number of threads that partitions and market share; null for one per processor.</summary>
    public int? Threads { get; init; }
}

/// <summary>The number of nodes that a run is spread over. Changes no result.</summary>
public sealed record ScenarioCluster
{
    /// <summary>The most nodes that the run is spread over; 0 for all that there are.</summary>
    public int Nodes { get; init; }
}
