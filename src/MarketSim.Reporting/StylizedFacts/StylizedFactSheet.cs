using MarketSim.Reporting.Series;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.StylizedFacts;

/// <summary>The facts that a run folder can show. The impact of whole parent orders is not among them: no file says which orders belong to one.</summary>
public static class StylizedFactSheet
{
    /// <summary>The facts of a market, by the report's arithmetic. Takes some milliseconds.</summary>
    /// <param name="book">Samples of the book; at least one.</param>
    /// <param name="trades">In order of time, one per fill.</param>
    /// <param name="openSeconds">Beginning of the session, and of the first episode, since midnight.</param>
    /// <param name="closeSeconds">End of the session.</param>
    /// <param name="episodeSeconds">From the beginning of an episode to that of the next; null for a run of one session.</param>
    public static IReadOnlyList<StylizedFact> Of(BookSamples book, IEnumerable<Trade> trades, double openSeconds, double closeSeconds, double? episodeSeconds)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(trades);
        EpisodeBorders borders = episodeSeconds is { } length ? new EpisodeBorders(openSeconds, length) : EpisodeBorders.None;
        var flow = new TradeFlow(borders);
        var profile = new VolumeProfile(openSeconds, closeSeconds, book.TimeSeconds, borders);
        foreach (Trade trade in trades)
        {
            flow.Add(trade);
            profile.Add(trade);
        }

        return Of(new PricePath(book, borders), flow, profile);
    }

    internal static IReadOnlyList<StylizedFact> Of(PricePath path, TradeFlow flow, VolumeProfile profile)
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
