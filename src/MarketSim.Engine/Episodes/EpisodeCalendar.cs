using MarketSim.Engine.Definitions;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Engine.Episodes;

/// <summary>The phases of a tick within an episode.</summary>
public enum TickPhase
{
    /// <summary>The market is open.</summary>
    Trading,

    /// <summary>The first tick after trading: all participants receive the last account events, and learning agents emit their last trajectory segments.</summary>
    Settlement,

    /// <summary>Learners train on them.</summary>
    Learning,

    /// <summary>New weights arrive, and all participants begin the next episode, if there is one.</summary>
    Rollover,
}

/// <summary>
/// Which tick belongs to which episode of a run. An episode is one session of the market and, in a training, three closed ticks after it. Ticks
/// and simulated time continue from episode to episode without a gap. A run without training is one episode without closed ticks.
/// </summary>
public sealed class EpisodeCalendar
{
    private const int ClosedTicks = 3;

    private readonly TradingSession _session;
    private readonly ulong _seed;
    private readonly bool _trains;

    /// <param name="session">Of the first episode.</param>
    /// <param name="episodes">Of a training; null for a run of one session.</param>
    public EpisodeCalendar(TradingSession session, ulong seed, int? episodes)
    {
        ArgumentNullException.ThrowIfNull(session);
        _session = session;
        _seed = seed;
        _trains = episodes is not null;
        Episodes = episodes ?? 1;
        TicksPerEpisode = _session.TickCount + (_trains ? ClosedTicks : 0);
        Whole = _trains
            ? new TradingSession(_session.Open, _session.Open + (TickCount * _session.TickNanoseconds), _session.TickNanoseconds)
            : _session;
    }

    /// <summary>Number of episodes.</summary>
    public int Episodes { get; }

    /// <summary>Closed ticks included.</summary>
    public long TicksPerEpisode { get; }

    /// <summary>Ticks of the run.</summary>
    public long TickCount => Episodes * TicksPerEpisode;

    /// <summary>All ticks of the run as one session, for uses that only need ticks and times.</summary>
    public TradingSession Whole { get; }

    /// <summary>The calendar of a market; one episode without training.</summary>
    public static EpisodeCalendar Of(MarketDefinition market)
    {
        ArgumentNullException.ThrowIfNull(market);
        return new EpisodeCalendar(market.Session, market.Seed, market.Training?.Episodes);
    }

    /// <summary>The episode of a tick, from 0.</summary>
    public int EpisodeOf(long tick) => (int)(Math.Max(0, tick) / TicksPerEpisode);

    /// <summary>The episode that agents are in once a tick is closed; the last one remains when it is over.</summary>
    /// <param name="tick">-1 before the first.</param>
    public int EpisodeAfter(long tick) => Math.Min(Episodes - 1, EpisodeOf(tick + 1));

    /// <summary>The phase of a tick.</summary>
    public TickPhase PhaseOf(long tick)
    {
        if (!_trains)
        {
            // Asked several times a tick: a division costs more than much of what it decides about.
            return TickPhase.Trading;
        }

        long beyond = (tick % TicksPerEpisode) - _session.TickCount;
        return beyond < 0 ? TickPhase.Trading : TickPhase.Settlement + (int)beyond;
    }

    /// <summary>The first tick after <paramref name="tick"/> that opens for all participants, due or not; <see cref="long.MaxValue"/> for none.</summary>
    public long NextTickForAll(long tick)
    {
        if (!_trains || tick + 1 >= TickCount)
        {
            return long.MaxValue;
        }

        long settlement = (EpisodeOf(tick + 1) * TicksPerEpisode) + _session.TickCount;
        return tick < settlement ? settlement : Math.Max(tick + 1, settlement + ClosedTicks - 1);
    }

    /// <summary>The session of an episode.</summary>
    public TradingSession SessionOf(int episode)
    {
        long shift = episode * TicksPerEpisode * _session.TickNanoseconds;
        return episode == 0
            ? _session
            : new TradingSession(_session.Open + shift, _session.Close + shift, _session.TickNanoseconds, episode * TicksPerEpisode);
    }

    /// <summary>The seed of everything drawn in an episode of a replica; without training, the run's own seed.</summary>
    /// <param name="replica">0 for the main market.</param>
    public ulong SeedOf(int episode, int replica = 0) =>
        _trains ? new RandomStream(_seed, RandomPurpose.Episode, replica, episode).NextUInt64() : _seed;
}
