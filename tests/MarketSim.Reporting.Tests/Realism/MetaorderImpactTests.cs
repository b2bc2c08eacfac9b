using MarketSim.Numerics.Randomness;
using MarketSim.Reporting.Realism;
using MarketSim.Reporting.Series;
using MarketSim.Reporting.StylizedFacts;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Tests.Realism;

public sealed class MetaorderImpactTests
{
    [Fact]
    public void A_square_root_that_reverts_by_half_is_found_in_a_price_that_wanders()
    {
        MetaorderImpact impact = Simulated(exponent: 0.5, reverted: 0.5);

        Assert.Equal(0.5, impact.Fit!.Value.Exponent, 0.1);
        Assert.InRange(impact.Fit.Value.ExponentError, 0.002, 0.1);
        Assert.Equal(0.5, impact.Reverted, 0.12);
        Assert.Equal(FactVerdict.Met, impact.IsConcave().Verdict);
        Assert.Equal(FactVerdict.Met, impact.RevertsInPart().Verdict);
    }

    [Fact]
    public void Linear_impact_that_stays_is_told_apart()
    {
        MetaorderImpact impact = Simulated(exponent: 1, reverted: 0);

        Assert.Equal(1, impact.Fit!.Value.Exponent, 0.1);
        Assert.Equal(FactVerdict.Missed, impact.IsConcave().Verdict);
        Assert.Equal(FactVerdict.Missed, impact.RevertsInPart().Verdict);
    }

    [Fact]
    public void Few_orders_are_not_enough_and_say_so() =>
        Assert.Equal(FactVerdict.NotEnoughData, MetaorderImpact.Of([new ParentTrades(1, 100, 10, 20, 5)], Flat(100), EpisodeBorders.None, [new DailyScale(0.01, 1e6)]).IsConcave().Verdict);

    [Fact]
    public void Trades_of_a_parent_are_put_together_from_both_sides_and_cut_at_the_border_of_a_day()
    {
        var tape = new ParentOrderTape(new EpisodeBorders(0, 100));
        tape.Add(new Trade(10, 1, 5, BuyerInitiated: true, 0, 1) { AggressorParent = 7 });
        tape.Add(new Trade(20, 1, 3, BuyerInitiated: false, 0, 2) { RestingParent = 7, AggressorParent = 9 });
        tape.Add(new Trade(130, 1, 2, BuyerInitiated: true, 0, 3) { AggressorParent = 7 });
        tape.Add(new Trade(140, 1, 2, BuyerInitiated: true, 0, 4));

        Assert.Equal(
            [new ParentTrades(1, 8, 10, 20, 2), new ParentTrades(-1, 3, 20, 20, 1), new ParentTrades(1, 2, 130, 130, 1)],
            tape.Parents());
    }

    [Fact]
    public void Scales_are_those_of_each_day()
    {
        var returns = new IntervalReturns(60);
        foreach (double scale in new[] { 1.0, 3.0 })
        {
            returns.BeginPiece();
            for (int minute = 0; minute < 100; minute++)
            {
                returns.Add(minute % 2 == 0 ? scale * 0.001 : -scale * 0.001, 10 * scale);
            }
        }

        returns.BeginPiece();
        IReadOnlyList<DailyScale> days = DailyScale.Of(returns, daySeconds: 390 * 60);

        Assert.Equal(0.001 * Math.Sqrt(390), days[0].Volatility, 3);
        Assert.Equal(3, days[1].Volatility / days[0].Volatility, 10);
        Assert.Equal([3_900, 11_700, 0], days.Select(day => Math.Round(day.Volume)));
        Assert.False(days[2].IsKnown);
    }

    /// <summary>A thousand orders one after the other, each of 60 seconds and 120 after it, in a price with noise of its own.</summary>
    private static MetaorderImpact Simulated(double exponent, double reverted)
    {
        const int Orders = 3_000;
        const int Spacing = 180;
        var random = new RandomStream(5, RandomPurpose.Test, 0, 0);
        var book = new BookSamples();
        var parents = new List<ParentTrades>();
        double log = 0;
        for (int order = 0; order < Orders; order++)
        {
            double size = Math.Min(0.1, random.NextPareto(0.0005, 0.8));
            int sign = random.NextBoolean() ? 1 : -1;
            double full = sign * 0.02 * Math.Pow(size, exponent);
            double start = order * Spacing;
            parents.Add(new ParentTrades(sign, size * 1e6, start + 0.5, start + 60, 10));
            for (int second = 0; second < Spacing; second++)
            {
                double path = second <= 60 ? Math.Pow(second / 60.0, exponent) : 1 - (reverted * Math.Min(1, (second - 60) / 55.0));
                book.TimeSeconds.Add(start + second);
                book.Mid.Add(100 * Math.Exp(log + (full * path)));
                log += random.NextNormal(0, 1e-4);
            }

            log += full * (1 - reverted);
        }

        return MetaorderImpact.Of(parents, book, EpisodeBorders.None, [new DailyScale(Volatility: 0.02, Volume: 1e6)]);
    }

    private static BookSamples Flat(int seconds)
    {
        var book = new BookSamples();
        for (int second = 0; second < seconds; second++)
        {
            book.TimeSeconds.Add(second);
            book.Mid.Add(100);
        }

        return book;
    }
}
