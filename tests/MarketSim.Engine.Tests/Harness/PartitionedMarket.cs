using MarketSim.Agents;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;
using MarketSim.Engine.Partitions;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Fingerprints;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Engine.Tests.Harness;

/// <summary>
/// An engine and several partitions, called directly, whose answers come in random order. Conservation is checked after every trade, and at the end
/// every portfolio against the ledger. Every so many ticks everything is saved and restored into new objects.
/// </summary>
internal sealed class PartitionedMarket : ITradeListener
{
    private readonly MarketDefinition _market;
    private readonly IReadOnlyList<BarrierSlot> _slots;
    private readonly EpisodeCalendar _calendar;
    private readonly int? _saveEveryTicks;
    private RandomStream _order;
    private MarketEngine _engine;
    private AgentPartition[] _partitions;

    public PartitionedMarket(MarketDefinition market, int partitions, ulong orderSeed = 0, int? saveEveryTicks = null)
    {
        _market = market;
        _calendar = EpisodeCalendar.Of(market);
        _slots = BarrierSlot.Spread(market.Population, partitions, participants: []);
        _saveEveryTicks = saveEveryTicks;
        _order = new RandomStream(orderSeed, RandomPurpose.Test, 1, 0);
        (_engine, _partitions) = Create();
        Schedule(-1);
    }

    public string Fingerprint => _engine.Venue.Fingerprint.Value;

    public AgentCounters Counters => _engine.AgentCounters;

    public long Trades => _engine.VenueCounters.Trades;

    public long Tick => _engine.Tick;

    public long NextDueTick => _engine.NextDueTick;

    /// <summary>By account.</summary>
    public IEnumerable<TradingAgent> Agents => _partitions.SelectMany(partition => partition.Agents).OrderBy(agent => agent.Account);

    /// <summary>Failures that were observed, by account.</summary>
    public List<int> Failed { get; } = [];

    /// <summary>Turns that were not executed directly.</summary>
    public int IndividualTurns { get; private set; }

    public void Traded(long tick, in BookEvent trade, long takerFee, long makerFee) => _engine.Venue.Ledger.CheckConservation();

    /// <summary>At most so many ticks.</summary>
    public void RunTicks(int ticks)
    {
        for (int i = 0; i < ticks && _engine.NextDueTick < _calendar.TickCount; i++)
        {
            RunTick();
        }
    }

    public PartitionedMarket Run()
    {
        for (int ticks = 1; _engine.NextDueTick < _calendar.TickCount; ticks++)
        {
            RunTick();
            if (ticks % _saveEveryTicks == 0)
            {
                SaveAndRestore();
            }
        }

        _engine.EndSession();
        for (int participant = 0; participant < _partitions.Length; participant++)
        {
            _partitions[participant].Receive(_engine.DeliverBetweenTicks(participant), _engine.Tick + 1);
        }

        foreach (TradingAgent agent in Agents)
        {
            Assert.Equal(_engine.Venue.Ledger[agent.Account], agent.Portfolio.Position);
        }

        return this;
    }

    private void RunTick()
    {
        _engine.OpenTick();
        List<int> due = [.. Enumerable.Range(0, _partitions.Length).Where(_engine.IsDue)];
        Dictionary<int, ParticipantDelivery> deliveries = due.ToDictionary(participant => participant, DeliveryTo);
        while (due.Count > 0)
        {
            int participant = due[_order.NextInt32(due.Count)];
            due.Remove(participant);
            ParticipantActions actions = _partitions[participant].Run(_engine.Snapshot!, deliveries[participant]);
            _engine.Receive(participant, actions with { Requests = actions.Requests.ToArray() });
        }

        _engine.CloseTick();
    }

    // As a message would carry it.
    private ParticipantDelivery DeliveryTo(int participant)
    {
        ParticipantDelivery delivery = _engine.Deliver(participant);
        return delivery with { Events = delivery.Events.ToArray() };
    }

    private void SaveAndRestore()
    {
        for (int participant = 0; participant < _partitions.Length; participant++)
        {
            _partitions[participant].Receive(_engine.DeliverBetweenTicks(participant), _engine.Tick + 1);
        }

        var writer = new MessagePackWriter();
        _engine.Save(writer);
        _engine.Venue.Ledger.Save(0, _market.Population.Count, writer);
        for (int participant = 0; participant < _partitions.Length; participant++)
        {
            foreach (int block in _slots[participant].Blocks)
            {
                _partitions[participant].Save(block, writer);
            }
        }

        (_engine, _partitions) = Create();
        var reader = new MessagePackReader(writer.Written);
        _engine.Restore(ref reader);
        _engine.Venue.Ledger.Restore(0, _market.Population.Count, ref reader);
        _engine.CompleteRestore();
        for (int participant = 0; participant < _partitions.Length; participant++)
        {
            foreach (int block in _slots[participant].Blocks)
            {
                _partitions[participant].Restore(block, ref reader);
            }
        }

        Schedule(_engine.Tick);
    }

    private void Schedule(long tick)
    {
        for (int participant = 0; participant < _partitions.Length; participant++)
        {
            _partitions[participant].Schedule(tick);
            _engine.SetDue(participant, _partitions[participant].NextDueTick, default);
        }
    }

    private (MarketEngine Engine, AgentPartition[] Partitions) Create()
    {
        var engine = new MarketEngine(_market, _calendar, _slots, options: new MarketEngineOptions { Trades = this, Fingerprint = new Fingerprint(_calendar.TickCount) });
        return (engine, [.. _slots.Select(CreatePartition)]);
    }

    // What an actor and its supervisor do, without them.
    private AgentPartition CreatePartition(BarrierSlot slot)
    {
        AgentPartition? partition = null;
        partition = new AgentPartition(_market, _calendar, slot.Blocks, options: new PartitionOptions
        {
            RunIndividual = RunIndividually,
            AgentFailed = (agent, _, _) => Failed.Add(agent.Account.Value),
        });
        return partition;

        Exception? RunIndividually(int agent, in AgentTurn turn)
        {
            IndividualTurns++;
            try
            {
                turn.Run(partition!.Agents[agent], partition.Decision);
                return null;
            }
            catch (Exception exception)
            {
                return exception;
            }
        }
    }
}
