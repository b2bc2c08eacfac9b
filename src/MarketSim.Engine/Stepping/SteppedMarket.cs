using MarketSim.Agents;
using MarketSim.Engine.Controllers;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Engine.Partitions;
using MarketSim.Market.Book;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Stepping;

/// <summary>
/// One session of a whole market in one thread, one tick at a time: the engine and one partition with all agents, called directly. The caller may read
/// the market between the opening of a tick, when all account events are delivered, and its run.
/// </summary>
public sealed class SteppedMarket : ITradeListener
{
    private readonly MarketEngine _engine;
    private readonly AgentPartition _partition;
    private readonly EmbeddedControllers _controllers;
    private readonly int _blockCount;
    private readonly ITradeListener? _trades;

    /// <param name="fingerprint">The fingerprint that all events extend; null for none.</param>
    /// <param name="trades">Receives all trades; null for none.</param>
    /// <exception cref="ArgumentException">The market has a training.</exception>
    public SteppedMarket(MarketDefinition market, Fingerprint? fingerprint = null, ITradeListener? trades = null)
    {
        ArgumentNullException.ThrowIfNull(market);
        _trades = trades;
        if (market.Training is not null)
        {
            throw new ArgumentException("The market has a training; its learners need a run.", nameof(market));
        }

        EpisodeCalendar calendar = EpisodeCalendar.Of(market);
        _controllers = new EmbeddedControllers(market, calendar);
        IReadOnlyList<BarrierSlot> slots = BarrierSlot.Spread(market.Population, partitions: 1, _controllers.Names);
        _engine = new MarketEngine(
            market, calendar, slots, options: new MarketEngineOptions { Trades = this, Fingerprint = fingerprint ?? Fingerprint.None() });
        _partition = new AgentPartition(market, calendar, slots[0].Blocks);
        _blockCount = market.Population.BlockCount;
        Schedule();
    }

    /// <summary>The venue.</summary>
    public Venue Venue => _engine.Venue;

    /// <summary>All agents, by account.</summary>
    public IReadOnlyList<TradingAgent> Agents => _partition.Agents;

    /// <summary>The market as the open tick opened; null when none is open, or only the venue is due at it.</summary>
    public MarketSnapshot? Snapshot => _engine.Snapshot;

    /// <summary>True when neither a participant nor the venue is due at any remaining tick.</summary>
    public bool IsOver => _engine.NextDueTick >= _engine.Calendar.TickCount;

    /// <summary>The agents' counters since this object was created.</summary>
    public PartitionCounters Counters => _partition.Counters;

    /// <summary>Time of the last trade in nanoseconds; 0 before the first.</summary>
    public long LastTradeNanoseconds { get; private set; }

    /// <summary>Opens the next tick at which a participant or the venue is due.</summary>
    /// <exception cref="InvalidOperationException">A tick is open, or none is left.</exception>
    public void OpenTick()
    {
        _engine.OpenTick();
        if (_engine.Snapshot is not null)
        {
            _partition.Receive(_engine.Deliver(0), _engine.Tick);
        }
    }

    /// <summary>Runs the open tick, and closes it.</summary>
    public void RunTick()
    {
        if (_engine.Snapshot is { } opened)
        {
            // The partition is not due at a tick that opens for a controller only. It received its delivery when the tick opened.
            if (_engine.IsDue(0))
            {
                _engine.Receive(0, _partition.Run(opened, ParticipantDelivery.Empty));
            }

            _controllers.Run(_engine, opened);
        }

        _engine.CloseTick();
    }

    /// <summary>Ends the session after the last tick: requests that are still in transit are refused, and portfolios settle.</summary>
    public void EndSession()
    {
        _engine.EndSession();
        _partition.Receive(_engine.DeliverBetweenTicks(0), _engine.Tick + 1);
    }

    /// <summary>Saves everything; a tick must be open.</summary>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(4 + _controllers.All.Count);
        writer.WriteInt64(LastTradeNanoseconds);
        _engine.Save(writer);
        Venue.Ledger.Save(0, Agents.Count, writer);
        writer.WriteArrayHeader(_blockCount);
        for (int block = 0; block < _blockCount; block++)
        {
            _partition.Save(block, writer);
        }

        foreach (OptionController controller in _controllers.All)
        {
            controller.Save(writer);
        }
    }

    /// <summary>Restores what <see cref="Save"/> wrote into a new market of the same definition.</summary>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(4 + _controllers.All.Count);
        LastTradeNanoseconds = reader.ReadInt64();
        _engine.Restore(ref reader);
        Venue.Ledger.Restore(0, Agents.Count, ref reader);
        _engine.CompleteRestore();
        reader.ReadArrayHeader(_blockCount);
        for (int block = 0; block < _blockCount; block++)
        {
            _partition.Restore(block, ref reader);
        }

        foreach (OptionController controller in _controllers.All)
        {
            controller.Restore(ref reader);
        }

        Schedule();
    }

    void ITradeListener.Traded(long tick, in BookEvent trade, long takerFee, long makerFee)
    {
        LastTradeNanoseconds = trade.Time.Nanoseconds;
        _trades?.Traded(tick, trade, takerFee, makerFee);
    }

    // While a tick is open, the agents that are due at it have not decided yet.
    private void Schedule()
    {
        _partition.Schedule(_engine.IsOpen ? _engine.Tick - 1 : _engine.Tick);
        _engine.SetDue(0, _partition.NextDueTick, default);
    }
}
