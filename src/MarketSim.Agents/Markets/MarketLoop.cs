using MarketSim.Agents.Decisions;
using MarketSim.Market.Accounts;
using MarketSim.Market.Arrivals;
using MarketSim.Market.Book;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Fundamentals;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Markets;

/// <summary>
/// A venue and its agents in one thread: ticks at which nobody is due are skipped, whoever is due decides in order of accounts, and news reach
/// their owners when the tick closes. Whoever drives it may look at the market between the opening of a tick and its run.
/// </summary>
public sealed class MarketLoop : IVenueListener
{
    private readonly TradingSession _session;
    private readonly TradingAgent[] _agents;
    private readonly long[] _dueTicks;
    private readonly RequestBuffer _requests = new();
    private readonly Decision _decision;
    private readonly ArrivalRun _run;
    private readonly ulong _seed;

    /// <param name="agents">Agent i has account i; the loop takes the array over.</param>
    /// <param name="fingerprint">Null for one of its own.</param>
    public MarketLoop(VenueSettings settings, IFundamentalValue fundamental, TradingAgent[] agents, Fingerprint? fingerprint = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(agents);
        _session = settings.Session;
        _seed = settings.Seed;
        _agents = agents;
        _dueTicks = new long[agents.Length];
        _decision = new Decision(_requests, _session);
        Venue = new Venue(settings, fundamental, [.. agents.Select(agent => agent.Portfolio.Position)], this, fingerprint);
        _run = new ArrivalRun(settings.Seed);
        Schedule();
    }

    public Venue Venue { get; }

    public IReadOnlyList<TradingAgent> Agents => _agents;

    /// <summary>Opening of the tick that is open.</summary>
    public MarketSnapshot? Snapshot { get; private set; }

    /// <summary>Decisions made by agents since the loop was made.</summary>
    public long Decisions { get; private set; }

    /// <summary>When the last trade took place, in nanoseconds; the opening of the session before the first.</summary>
    public long LastTradeNanoseconds { get; private set; }

    /// <summary>The first tick after the present one at which somebody is due; <see cref="long.MaxValue"/> for none.</summary>
    public long NextDueTick
    {
        get
        {
            long due = Venue.NextDueTick;
            foreach (long agentDue in _dueTicks)
            {
                due = Math.Min(due, agentDue);
            }

            return due;
        }
    }

    /// <summary>Opens the next tick at which somebody is due.</summary>
    /// <exception cref="InvalidOperationException">The session has no such tick.</exception>
    public void OpenNextTick()
    {
        long tick = NextDueTick;
        if (tick >= _session.TickCount)
        {
            throw new InvalidOperationException($"The session has {_session.TickCount} ticks, and nobody is due at any that is left.");
        }

        Venue.OpenTick(tick);
        Snapshot = Venue.Snapshot();
    }

    /// <summary>Runs the tick that is open, and closes it.</summary>
    public void RunTick()
    {
        MarketSnapshot snapshot = Snapshot ?? throw new InvalidOperationException("No tick is open.");
        _requests.TruncateTo(0);
        for (int i = 0; i < _agents.Length; i++)
        {
            if (_dueTicks[i] <= snapshot.Tick)
            {
                _agents[i].Decide(_decision, snapshot);
                _dueTicks[i] = _agents[i].DueTick(snapshot.Tick, _session);
                Decisions++;
            }
        }

        Venue.Receive(_run.Sort(_requests.Requests));
        Snapshot = null;
        Venue.CloseTick();
    }

    /// <inheritdoc/>
    public void Traded(long tick, in BookEvent trade, long takerFee, long makerFee) => LastTradeNanoseconds = trade.Time.Nanoseconds;

    /// <inheritdoc/>
    public void News(in AccountEvent news)
    {
        int agent = news.Account.Value;
        _agents[agent].Apply(news, Venue.Tick + 1);
        _dueTicks[agent] = _agents[agent].DueTick(Venue.Tick, _session);
    }

    /// <summary>Saves everything, with a tick open or between two ticks.</summary>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(5);
        writer.WriteBoolean(Snapshot is not null);
        writer.WriteInt64(LastTradeNanoseconds);
        Venue.Save(writer);
        Venue.Ledger.Save(0, _agents.Length, writer);
        writer.WriteArrayHeader(_agents.Length);
        foreach (TradingAgent agent in _agents)
        {
            agent.Save(writer);
        }
    }

    /// <summary>Restores what <see cref="Save"/> wrote into a loop that was made alike.</summary>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(5);
        bool isOpen = reader.ReadBoolean();
        LastTradeNanoseconds = reader.ReadInt64();
        Venue.Restore(ref reader);
        Venue.Ledger.Restore(0, _agents.Length, ref reader);
        Venue.Ledger.CheckRestored();
        reader.ReadArrayHeader(_agents.Length);
        foreach (TradingAgent agent in _agents)
        {
            agent.Restore(ref reader, _seed);
        }

        // With a tick open, the agents that are due at it have not decided yet.
        Snapshot = isOpen ? Venue.Snapshot() : null;
        Schedule(isOpen ? Venue.Tick - 1 : Venue.Tick);
    }

    private void Schedule() => Schedule(Venue.Tick);

    private void Schedule(long tick)
    {
        for (int i = 0; i < _agents.Length; i++)
        {
            _dueTicks[i] = _agents[i].DueTick(tick, _session);
        }
    }
}
