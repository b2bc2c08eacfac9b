using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.StylizedFacts;

/// <summary>The facts that a run folder can show. The impact of whole parent orders is not among them: no file says which orders belong to one.</summary>
internal static class StylizedFactSheet
{
    public static IReadOnlyList<StylizedFact> Of(PricePath path, TradeFlow flow, VolumeProfile profile)
    {
        var returns = new ReturnFacts(path);
        return
        [
            returns.NoMemoryOfReturns(),
            returns.FatTails(),
            returns.ExcessKurtosis(),
            returns.VolatilityClusters(),
            returns.VolumeMovesWithVolatility(),
            flow.SignsRemember(),
            flow.TradesComeInBursts(),
            profile.IsHighAtOpenAndClose(),
        ];
    }
}
