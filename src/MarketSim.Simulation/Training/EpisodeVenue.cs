using MarketSim.Agents.Population;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Fundamentals;
using MarketSim.Market.Venues;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Training;

/// <summary>Makes the venue of an episode: empty book, opening portfolios, a fundamental value from the start; only ticks and fingerprint run on.</summary>
internal static class EpisodeVenue
{
    /// <param name="fingerprint">To go on with; null for a new one.</param>
    public static Venue Create(
        Scenario scenario, Population population, TradingSession session, ulong seed, IVenueListener listener, Fingerprint? fingerprint)
    {
        ScenarioMarket market = scenario.Market;
        IFundamentalValue fundamental = market.Fundamental.Create(new FundamentalMarket(market.Instrument, session, market.InitialPrice, seed));
        return new Venue(
            new VenueSettings(market.Instrument, session, market.Rules, market.Fees, market.InitialPrice, market.SnapshotLevels, seed)
            {
                Shadows = scenario.Training is { MarketImpact: false } ? ShadowsOf(scenario, population) : null,
            },
            fundamental,
            population.OpeningPositions(market.InitialPrice),
            listener,
            fingerprint);
    }

    // Whoever is compared with others, by rules or by learning. The rest make the market.
    private static bool[] ShadowsOf(Scenario scenario, Population population)
    {
        bool[] shadows = new bool[population.Count];
        foreach (AgentGroup group in population.Groups.Where(group => scenario.Agents[group.Index].Competes))
        {
            Array.Fill(shadows, true, group.FirstAccount, group.Count);
        }

        return shadows;
    }
}
