using MarketSim.Reporting.Series;
using MarketSim.Reporting.StylizedFacts;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Realism;

/// <summary>Measures every fact of a session from samples of its book and its trades.</summary>
/// <param name="openSeconds">Of the session, since midnight.</param>
internal sealed class RealismMeasurement(BookSamples book, EpisodeBorders borders, double openSeconds, double closeSeconds)
{
    private readonly TradeFlow _flow = new(borders);
    private readonly VolumeProfile _profile = new(openSeconds, closeSeconds, book.TimeSeconds, borders);
    private readonly ParentOrderTape _parents = new(borders);

    /// <summary>Adds a trade; they come in their order.</summary>
    public void Add(in Trade trade)
    {
        _flow.Add(trade);
        _profile.Add(trade);
        _parents.Add(trade);
    }

    public RealismRun Result(string name)
    {
        var path = new PricePath(book, borders);
        IntervalReturns minutes = path.Over(ReturnFacts.MinuteSeconds);
        double daySeconds = borders.HasSeveral ? borders.EpisodeSeconds : closeSeconds - openSeconds;
        MetaorderImpact impact = MetaorderImpact.Of(_parents.Parents(), book, borders, DailyScale.Of(minutes, daySeconds));
        return new RealismRun(
            name,
            [.. StylizedFactSheet.Of(path, _flow, _profile), impact.IsConcave(), impact.RevertsInPart()],
            RealismCurves.Of(path, ReturnFacts.MinuteSeconds) with { SignMemory = _flow.SignMemory(RealismCurves.LastLag), VolumeProfile = _profile.Relative(), Impact = impact.Curve });
    }
}
