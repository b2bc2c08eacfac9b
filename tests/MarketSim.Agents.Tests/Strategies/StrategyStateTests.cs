using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Agents.Tests.Harness;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.Tests.Strategies;

/// <summary>Every strategy, saved in mid-life and restored into a fresh agent, does what the uninterrupted one does.</summary>
public sealed class StrategyStateTests
{
    private const int Wakes = 160;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (StrategyDefinition definition in StrategyCatalog.All)
            {
                cases.Add(definition.Name, string.Empty);
            }

            cases.Add("value", "belief=bayesian privateValueDeviation=0.1");
            cases.Add("value", "belief=bayesian meanReversion=1/h placement=spread");
            cases.Add("noise", "cancelShare=0.3 reference=mid sizeDistribution=round_lots");
            cases.Add("momentum", "order=market fastWindow=3 slowWindow=7 maximumPosition=200");
            cases.Add("adaptive_market_maker", "window=fixed anchor=top inventorySkew=0.01");
            cases.Add("twap", "child=passive slices=200");
            cases.Add("pov", "child=passive share=30%");
            cases.Add("order_splitter", "marketShare=0.5 meanPause=30s arrivals=regular");
            cases.Add("order_splitter", "arrivals=hawkes branching=0.5 branchingTime=3s echoBranching=0.3 echoTime=1min depthShare=0.5 meanPause=30s maximumParent=300");
            cases.Add("noise", "arrivals=hawkes branching=0.6 branchingTime=2s cancellations=queue cancelShare=0.8 marketShare=0.1 distanceTail=1.5");
            cases.Add("noise", "cancellations=queue cancelShare=0.5 reference=mid");
            cases.Add("chartist_fundamentalist", "meanInterval=5s choice=5 marketShare=0.3 maximumPosition=300");
            cases.Add("liquidity_provider", "meanInterval=2s levels=4 maximumPosition=500 flowWithdrawal=1");
            cases.Add("liquidity_provider", "meanInterval=2s valueTime=1h returnExponent=0.5 returnStart=10s newsShare=0.5 fillShift=0.5 takeEdge=0.02 takeSize=50");
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_restored_agent_goes_on_exactly_as_the_uninterrupted_one(string strategy, string parameters)
    {
        foreach (int cut in new[] { 1, 37, 90 })
        {
            AgentProbe uninterrupted = Probe(strategy, parameters);
            Live(uninterrupted, 0, cut);
            byte[] saved = uninterrupted.Save();

            AgentProbe restored = Probe(strategy, parameters);
            restored.Restore(saved, uninterrupted.Tick);

            Assert.Equal(saved, restored.Save());
            Assert.Equal(Live(uninterrupted, cut, Wakes), Live(restored, cut, Wakes));
            Assert.Equal(uninterrupted.Save(), restored.Save());
        }
    }

    private static AgentProbe Probe(string strategy, string parameters) => new(
        strategy,
        [.. parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))],
        seed: 77);

    /// <summary>Wakes an agent in a market that is random but depends on the number of the wake-up only, and fills some of its orders.</summary>
    private static List<OrderRequest> Live(AgentProbe probe, int from, int to)
    {
        var all = new List<OrderRequest>();
        for (int wake = from; wake < to && probe.NextTick < TestMarket.Session.TickCount; wake++)
        {
            var random = new RandomStream(5, RandomPurpose.Test, 0, wake);
            probe.WakeNext(tick => RandomMarket(tick, wake, ref random));
            all.AddRange(probe.Requests);
            Respond(probe, ref random);
        }

        return all;
    }

    private static MarketSnapshot RandomMarket(long tick, int wake, ref RandomStream random)
    {
        long mid = TestMarket.InitialTicks + random.NextInt64(200) - 100;
        long? bid = random.NextBoolean(0.9) ? mid - 1 - random.NextInt64(10) : null;
        long? ask = random.NextBoolean(0.9) ? mid + 1 + random.NextInt64(10) : null;
        return TestMarket.Snapshot(tick, bid, ask, fundamental: mid * 1.01, volume: wake * 500L, last: mid);
    }

    private static void Respond(AgentProbe probe, ref RandomStream random)
    {
        foreach (OrderRequest request in probe.Requests)
        {
            bool isOpen = probe.Agent.Portfolio.OpenOrders.Any(order => order.Id == request.Order.Id);
            if (!isOpen)
            {
                continue;
            }

            if (request.Kind == RequestKind.Amend)
            {
                probe.Amended(request);
            }
            else if (request.Kind == RequestKind.Cancel || request.Order.Type == OrderType.Market || random.NextBoolean(0.3))
            {
                probe.Remove(request);
            }
            else if (random.NextBoolean(0.3))
            {
                probe.Fill(request, 1 + random.NextInt64(request.Order.Quantity.Lots));
            }
        }
    }
}
