using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Training;

/// <summary>What happens at a tick.</summary>
internal enum TickPhase
{
    /// <summary>The market is open.</summary>
    Trading,

    /// <summary>The first tick after trading: everybody hears the last news, and learning agents hand over what they have seen.</summary>
    Settling,

    /// <summary>Learners learn from it.</summary>
    Learning,

    /// <summary>New weights arrive; whoever goes on begins the next episode.</summary>
    Turning,
}

/// <summary>
/// Which tick belongs to which episode of a run. An episode is one session of the market and, in a training run, three closed ticks after it. Ticks
/// and simulated time run on from episode to episode without a gap. A run without training is one episode without closed ticks.
/// </summary>
internal sealed class EpisodeCalendar
{
    private const int ClosedTicks = 3;

    private readonly TradingSession _session;
    private readonly ulong _seed;
    private readonly bool _trains;

    public EpisodeCalendar(Scenario scenario)
    {
        _session = scenario.Market.Session;
        _seed = scenario.Seed;
        _trains = scenario.Training is not null;
        Episodes = scenario.Training?.Episodes ?? 1;
        TicksPerEpisode = _session.TickCount + (_trains ? ClosedTicks : 0);
        Whole = _trains
            ? new TradingSession(_session.Open, _session.Open + (TickCount * _session.TickNanoseconds), _session.TickNanoseconds)
            : _session;
    }

    public int Episodes { get; }

    /// <summary>Closed ticks included.</summary>
    public long TicksPerEpisode { get; }

    /// <summary>Ticks of the run.</summary>
    public long TickCount => Episodes * TicksPerEpisode;

    /// <summary>All ticks of the run as one session, for what only needs ticks and times.</summary>
    public TradingSession Whole { get; }

    public int EpisodeOf(long tick) => (int)(Math.Max(0, tick) / TicksPerEpisode);

    /// <summary>The episode that agents are in once a tick is closed; the last one stays when it is over.</summary>
    /// <param name="tick">-1 before the first.</param>
    public int EpisodeAfter(long tick) => Math.Min(Episodes - 1, EpisodeOf(tick + 1));

    /// <summary>
    /// Whether a run that had ended is to go on for more episodes. Its last checkpoint was taken before anybody began another one, so that all that are
    /// restored from it begin the next.
    /// </summary>
    public bool IsProlonged(CheckpointManifest? restoreFrom) => restoreFrom is { Status: RunStatus.Finished } last && last.Tick + 1 < TickCount;

    public TickPhase PhaseOf(long tick)
    {
        long beyond = (tick % TicksPerEpisode) - _session.TickCount;
        return beyond < 0 ? TickPhase.Trading : TickPhase.Settling + (int)beyond;
    }

    /// <summary>The first closed tick of an episode.</summary>
    public long SettlingTickOf(int episode) => (episode * TicksPerEpisode) + _session.TickCount;

    /// <summary>The first tick after <paramref name="tick"/> that is opened for everybody, whoever is awake; <see cref="long.MaxValue"/> for none.</summary>
    public long NextTickForAll(long tick)
    {
        if (!_trains || tick + 1 >= TickCount)
        {
            return long.MaxValue;
        }

        long settling = SettlingTickOf(EpisodeOf(tick + 1));
        return tick < settling ? settling : Math.Max(tick + 1, settling + ClosedTicks - 1);
    }

    public TradingSession SessionOf(int episode)
    {
        long shift = episode * TicksPerEpisode * _session.TickNanoseconds;
        return episode == 0
            ? _session
            : new TradingSession(_session.Open + shift, _session.Close + shift, _session.TickNanoseconds, episode * TicksPerEpisode);
    }

    /// <summary>Everything drawn in an episode of a copy of the market comes from it; without training, the scenario's own seed.</summary>
    /// <param name="replica">0 for the main market.</param>
    public ulong SeedOf(int episode, int replica = 0) =>
        _trains ? new RandomStream(_seed, RandomPurpose.Episode, replica, episode).NextUInt64() : _seed;
}
