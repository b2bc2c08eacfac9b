using MarketSim.Engine.Definitions;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Engine.Episodes;

/// <summary>The phases of a tick within an episode, in their order.</summary>
public enum TickPhase
{
    /// <summary>The market is open.</summary>
    Trading,

    /// <summary>The first tick after trading: all participants receive the last account events, and learning agents emit their last trajectory segments.</summary>
    Settlement,

    /// <summary>Learners train on those segments.</summary>
    Learning,

    /// <summary>New weights arrive, and all participants begin the next episode, if there is one.</summary>
    Rollover,
}

/// <summary>
/// The ticks of the episodes of a run. An episode is one session of the market and, in a training, three ticks after its close, one each for settlement,
/// learning and rollover. Ticks and simulated time continue from episode to episode without a gap. A run without training is one session alone.
/// </summary>
public sealed class EpisodeCalendar
{
    // Settlement, learning and rollover.
    private const int TicksAfterClose = 3;

    private readonly TradingSession _session;
    private readonly ulong _seed;
    private readonly bool _trains;

    /// <param name="session">The session of the first episode.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="episodes">Number of episodes of a training; null for a run of one session.</param>
    public EpisodeCalendar(TradingSession session, ulong seed, int? episodes)
    {
        ArgumentNullException.ThrowIfNull(session);
        _session = session;
        _seed = seed;
        _trains = episodes is not null;
        Episodes = episodes ?? 1;
        TicksPerEpisode = _session.TickCount + (_trains ? TicksAfterClose : 0);
        Whole = _trains
            ? new TradingSession(_session.Open, _session.Open + (TickCount * _session.TickNanoseconds), _session.TickNanoseconds)
            : _session;
    }

    /// <summary>Number of episodes.</summary>
    public int Episodes { get; }

    /// <summary>Ticks of an episode, those after the close included.</summary>
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
            // Called several times a tick: the division below would cost measurably.
            return TickPhase.Trading;
        }

        long afterSession = (tick % TicksPerEpisode) - _session.TickCount;

        // The phases after the close follow one another as in TickPhase.
        return afterSession < 0 ? TickPhase.Trading : TickPhase.Settlement + (int)afterSession;
    }

    /// <summary>
    /// The first tick after <paramref name="tick"/> that opens for all participants, due or not: a settlement or a rollover; <see cref="long.MaxValue"/> for
    /// none.
    /// </summary>
    public long NextTickForAll(long tick)
    {
        if (!_trains || tick + 1 >= TickCount)
        {
            return long.MaxValue;
        }

        // Of the episode of the next tick: after a rollover that is the episode that begins, whose settlement and rollover are still to come.
        long settlement = (EpisodeOf(tick + 1) * TicksPerEpisode) + _session.TickCount;
        long rollover = settlement + TicksAfterClose - 1;
        return tick < settlement ? settlement : rollover;
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
