using MarketSim.Agents;
using MarketSim.Engine;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Engine.Partitions;
using MarketSim.Market.Book;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.OrderBooks;

/// <summary>
/// A whole market in one thread, one tick at a time: the engine and one partition with all agents, called directly. The caller may look at the market
/// between the opening of a tick, when all account events are delivered, and its run.
/// </summary>
public sealed class SteppedMarket : ITradeListener
{
    private readonly MarketEngine _engine;
    private readonly AgentPartition _partition;

    /// <param name="market">Without training.</param>
    internal SteppedMarket(MarketDefinition market)
    {
        EpisodeCalendar calendar = EpisodeCalendar.Of(market);
        IReadOnlyList<BarrierSlot> slots = BarrierSlot.Spread(market.Population, partitions: 1, participants: []);

        // Nobody asks for the fingerprint of an environment.
        _engine = new MarketEngine(market, calendar, slots, options: new MarketEngineOptions { Trades = this, Fingerprint = Fingerprint.None() });
        _partition = new AgentPartition(market, calendar, slots[0].Blocks);
        Schedule();
    }

    public Venue Venue => _engine.Venue;

    /// <summary>By account.</summary>
    public IReadOnlyList<TradingAgent> Agents => _partition.Agents;

    /// <summary>The market as the open tick opened; null when none is open, or only the venue is due at it.</summary>
    public MarketSnapshot? Snapshot => _engine.Snapshot;

    /// <summary>Decisions of agents since this object was created.</summary>
    public long Decisions => _partition.Counters.Observations;

    /// <summary>When the last trade took place, in nanoseconds; 0 before the first.</summary>
    public long LastTradeNanoseconds { get; private set; }

    /// <inheritdoc/>
    public void Traded(long tick, in BookEvent trade, long takerFee, long makerFee) => LastTradeNanoseconds = trade.Time.Nanoseconds;

    /// <summary>Opens the next tick at which somebody is due.</summary>
    /// <exception cref="InvalidOperationException">The session has no such tick.</exception>
    internal void OpenTick()
    {
        _engine.OpenTick();
        if (_engine.Snapshot is not null)
        {
            _partition.Deliver(_engine.Deliver(0), _engine.Tick);
        }
    }

    /// <summary>Runs the open tick, and closes it.</summary>
    internal void RunTick()
    {
        if (_engine.Snapshot is { } opened)
        {
            _engine.Receive(0, _partition.Run(opened, ParticipantDelivery.Empty));
        }

        _engine.CloseTick();
    }

    /// <summary>Saves everything while a tick is open.</summary>
    internal void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.WriteInt64(LastTradeNanoseconds);
        _engine.Save(writer);
        Venue.Ledger.Save(0, Agents.Count, writer);
        writer.WriteArrayHeader(Blocks);
        for (int block = 0; block < Blocks; block++)
        {
            _partition.Save(block, writer);
        }
    }

    /// <summary>Restores what <see cref="Save"/> wrote into a new market of the same definition.</summary>
    internal void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(4);
        LastTradeNanoseconds = reader.ReadInt64();
        _engine.Restore(ref reader);
        Venue.Ledger.Restore(0, Agents.Count, ref reader);
        _engine.CompleteRestore();
        reader.ReadArrayHeader(Blocks);
        for (int block = 0; block < Blocks; block++)
        {
            _partition.Restore(block, ref reader);
        }

        Schedule();
    }

    private int Blocks => _partition.BlockCount;

    // With a tick open, the agents that are due at it have not decided yet.
    private void Schedule()
    {
        _partition.Schedule(_engine.IsOpen ? _engine.Tick - 1 : _engine.Tick);
        _engine.SetDue(0, _partition.NextDueTick, default);
    }
}
