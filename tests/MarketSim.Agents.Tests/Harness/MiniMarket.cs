using MarketSim.Agents.Decisions;
using MarketSim.Agents.Population;
using MarketSim.Market.Accounts;
using MarketSim.Market.Book;
using MarketSim.Market.Fundamentals;
using MarketSim.Market.Orders;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Tests.Harness;

/// <summary>
/// A venue and its agents, stepped tick by tick in one thread. After every trade cash and inventory are checked for conservation, and at the end
/// every portfolio against the venue's ledger.
/// </summary>
internal sealed class MiniMarket : IVenueListener
{
    private readonly TradingSession _session;
    private readonly RequestBuffer _requests = new();
    private readonly Decision _decision;

    public MiniMarket(ulong seed, long tickNanoseconds, Func<SimulatedTime, double> fundamental, params (string Strategy, int Count, (string Name, string Value)[] Parameters)[] population)
    {
        _session = TestMarket.SessionOf(tickNanoseconds);
        _decision = new Decision(_requests, _session);
        var market = TestMarket.Strategies with { Session = _session };
        foreach ((string strategy, int count, (string Name, string Value)[] parameters) in population)
        {
            AgentGroup group = Groups.Of(strategy, parameters, count, Groupings.Count, Agents.Count, market: market);
            Groupings.Add(group);
            for (int member = 0; member < count; member++)
            {
                Agents.Add(new TradingAgent(group, member, seed, market.InitialPrice, _session, RestartPolicy.Default));
            }
        }

        Venue = new Venue(
            new VenueSettings(TestMarket.Instrument, _session, new BookRules(), FeeSchedule.Free, market.InitialPrice, SnapshotLevels: 10, seed),
            new PathFundamental(fundamental),
            [.. Agents.Select(agent => agent.Portfolio.Position)],
            this);
    }

    public Venue Venue { get; }

    public List<AgentGroup> Groupings { get; } = [];

    public List<TradingAgent> Agents { get; } = [];

    public List<BookEvent> Trades { get; } = [];

    /// <summary>Called after every tick.</summary>
    public Action<MarketSnapshot>? Observed { get; set; }

    public IEnumerable<TradingAgent> AgentsOf(int group) =>
        Agents.Skip(Groupings[group].FirstAccount).Take(Groupings[group].Count);

    /// <summary>Runs for a span from where it stands; ticks at which nobody is due are skipped.</summary>
    public void Run(long nanoseconds)
    {
        long last = Math.Min(_session.TickCount - 1, Math.Max(0, Venue.Tick) + (nanoseconds / _session.TickNanoseconds));
        while (true)
        {
            long due = Agents.Min(agent => agent.DueTick(Venue.Tick, _session));
            long tick = Math.Min(due, Venue.NextDueTick);
            if (tick > last)
            {
                break;
            }

            Step(tick);
        }

        CheckPortfolios();
    }

    public void Traded(long tick, in BookEvent trade, long takerFee, long makerFee)
    {
        Trades.Add(trade);
        Venue.Ledger.CheckConservation();
    }

    public void Notify(in AccountEvent accountEvent) => Agents[accountEvent.Account.Value].Apply(accountEvent, Venue.Tick + 1);

    private void Step(long tick)
    {
        Venue.OpenTick(tick);
        MarketSnapshot snapshot = Venue.Snapshot();
        _requests.TruncateTo(0);
        foreach (TradingAgent agent in Agents)
        {
            if (agent.DueTick(tick - 1, _session) <= tick)
            {
                agent.Decide(_decision, snapshot);
            }
        }

        foreach (OrderRequest request in _requests.Requests)
        {
            Venue.Receive(request);
        }

        Venue.CloseTick();
        Observed?.Invoke(snapshot);
    }

    private void CheckPortfolios()
    {
        Venue.Ledger.CheckConservation();
        foreach (TradingAgent agent in Agents)
        {
            AccountStatement statement = Venue.StatementOf(agent.Account);
            Assert.Equal(statement.Position, agent.Portfolio.Position);
            Assert.Equal(statement.OpenOrders, agent.Portfolio.OpenOrders);
        }
    }

    private sealed class PathFundamental(Func<SimulatedTime, double> path) : IFundamentalValue
    {
        public double Value { get; private set; } = TestMarket.InitialTicks;

        public void AdvanceTo(SimulatedTime time) => Value = path(time);

        public void Save(MessagePackWriter writer) => writer.WriteDouble(Value);

        public void Restore(ref MessagePackReader reader) => Value = reader.ReadDouble();
    }
}
