using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Venues;

namespace MarketSim.Engine.Episodes;

/// <summary>Creates the venue of an episode: an empty book, opening positions and a new fundamental value. Only ticks and fingerprint continue from the episode before.</summary>
internal static class EpisodeVenue
{
    /// <param name="stage">Stage of the episode; null for a market without a curriculum.</param>
    public static Venue Create(MarketDefinition market, MarketStage? stage, TradingSession session, ulong seed, IVenueListener listener, Fingerprint fingerprint) => new(
        new VenueSettings(market.Instrument, session, market.Rules, stage?.Fees ?? market.Fees, market.InitialPrice, market.SnapshotLevels, seed)
        {
            // Without market impact, competing agents trade with the venue at the prices of the book that all others make, and leave the book as it is.
            Shadows = market.Training is { MarketImpact: false } ? CompetingPositionTracker.CompetingAccounts(market.Population) : null,
            Funds = FundsOf(market.Population),
        },
        (stage?.Fundamental ?? market.Fundamental)(session, seed),
        market.Population.OpeningPositions(market.InitialPrice),
        listener,
        fingerprint);

    private static FundsRule[]? FundsOf(Population population)
    {
        if (population.Groups.All(static group => group.Funds == FundsRule.Unlimited))
        {
            return null;
        }

        var rules = new FundsRule[population.Count];
        foreach (AgentGroup group in population.Groups)
        {
            Array.Fill(rules, group.Funds, group.FirstAccount, group.Count);
        }

        return rules;
    }
}
