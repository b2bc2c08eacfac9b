using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Live.Tapes;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;

namespace MarketSim.Live.Sources;

/// <summary>The constant facts of a run, and its units.</summary>
internal sealed class RunHead
{
    private readonly int[] _groupOfAccount;
    private readonly double _sampleSeconds;

    public RunHead(Scenario scenario, MarketDefinition market)
    {
        Scenario = scenario;
        Market = market;
        Calendar = EpisodeCalendar.Of(market);
        Groups = market.Population.Groups;
        TickSize = scenario.Market.Instrument.TickSize;
        LotSize = scenario.Market.Instrument.LotSize;
        _sampleSeconds = scenario.Output.SampleIntervalNanoseconds / 1e9;
        _groupOfAccount = new int[market.Population.Count];
        foreach (AgentGroup group in Groups)
        {
            Array.Fill(_groupOfAccount, group.Index, group.FirstAccount, group.Count);
        }
    }

    public Scenario Scenario { get; }

    public MarketDefinition Market { get; }

    public EpisodeCalendar Calendar { get; }

    public IReadOnlyList<AgentGroup> Groups { get; }

    public decimal TickSize { get; }

    public decimal LotSize { get; }

    public double OpeningPrice => Price(Scenario.Market.InitialPrice.Ticks);

    /// <summary>From the beginning of an episode of a training to that of the next, in seconds; null for a run of one session.</summary>
    public double? EpisodeSeconds => Scenario.Training is null ? null : Calendar.TicksPerEpisode * (Calendar.Whole.TickNanoseconds / 1e9);

    public double Price(long ticks) => (double)(ticks * TickSize);

    public double Quantity(long lots) => (double)(lots * LotSize);

    public double Cash(long tickLots) => (double)(tickLots * (TickSize * LotSize));

    /// <summary>-1 for an account that belongs to no agent: the venue's own.</summary>
    public int GroupOf(long account) => account >= 0 && account < _groupOfAccount.Length ? _groupOfAccount[account] : -1;

    public SessionGrid GridOf(int episode) => new(Calendar.SessionOf(episode).Open.Seconds, Calendar.SessionOf(episode).Close.Seconds, _sampleSeconds);

    // The length of one session, also of a training.
    public FactTape NewFacts() => new(
        RunSummaries.NotBegun(Scenario) with { OpenSeconds = Scenario.Market.Session.Open.Seconds, CloseSeconds = Scenario.Market.Session.Close.Seconds },
        EpisodeSeconds);

    /// <param name="canControl">True if a viewer may pause it.</param>
    /// <param name="canJump">True if a viewer may go to any tick.</param>
    /// <param name="hasTrades">True if single trades are known.</param>
    public HeadView ToView(bool canControl, bool canJump, bool hasTrades) => new(
        Scenario.Name,
        Scenario.Seed,
        Scenario.Market.Instrument.Symbol,
        (double)TickSize,
        Calendar.TickCount,
        Calendar.TicksPerEpisode,
        Scenario.Market.Session.TickNanoseconds / 1e9,
        Scenario.Training?.Episodes ?? 0,
        Scenario.Market.Session.Open.Seconds,
        Scenario.AgentCount,
        [.. Groups.Select(static group => new GroupView(group.Name, group.Agent.Type, group.FirstAccount, group.Count))],
        [.. Market.Curriculum?.Stages.Select(static stage => stage.Name) ?? []],
        canControl,
        canJump,
        hasTrades);
}

/// <summary>The facts that the page receives once.</summary>
/// <param name="Episodes">0 without a training.</param>
/// <param name="OpenSeconds">Time of tick 0.</param>
/// <param name="Stages">Names of the curriculum's; empty without one.</param>
/// <param name="HasTrades">True if single trades are known.</param>
internal sealed record HeadView(
    string Scenario,
    ulong Seed,
    string Symbol,
    double TickSize,
    long TickCount,
    long TicksPerEpisode,
    double TickSeconds,
    int Episodes,
    double OpenSeconds,
    int Agents,
    IReadOnlyList<GroupView> Groups,
    IReadOnlyList<string> Stages,
    bool CanControl,
    bool CanJump,
    bool HasTrades);

/// <summary>A group of agents.</summary>
/// <param name="First">Its first account.</param>
internal sealed record GroupView(string Name, string Type, int First, int Count);
