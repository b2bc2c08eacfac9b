using MarketSim.Numerics.Randomness;
using MarketSim.Reporting.Series;
using MarketSim.Reporting.StylizedFacts;
using MarketSim.Results;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Tests.StylizedFacts;

public class StylizedFactTests
{
    private RandomStream _random = new(7, RandomPurpose.Test, 0, 0);

    [Fact]
    public void Exponent_of_an_exact_power_law_is_found()
    {
        double[] correlation = [.. Enumerable.Range(0, 101).Select(lag => lag == 0 ? 1 : 0.3 * Math.Pow(lag, -0.25))];

        Assert.Equal(0.25, PowerLawDecay.Exponent(correlation), 2);
    }

    [Fact]
    public void Exponent_of_what_is_not_positive_does_not_exist()
    {
        Assert.Equal(double.NaN, PowerLawDecay.Exponent([1, -0.1, -0.1, -0.1, -0.1, -0.1, -0.1]));
    }

    [Fact]
    public void Independent_normal_returns_have_no_memory_and_no_fat_tail()
    {
        ReturnFacts facts = Minutes(4_000, () => _random.NextNormal(0, 0.001), () => 100);

        Assert.Equal(FactVerdict.Met, facts.NoMemoryOfReturns().Verdict);
        Assert.Equal(FactVerdict.Missed, facts.FatTails().Verdict);
        Assert.Equal(FactVerdict.Missed, facts.ExcessKurtosis().Verdict);
        Assert.Equal(FactVerdict.Missed, facts.VolatilityClusters().Verdict);
    }

    [Fact]
    public void Returns_with_a_tail_of_index_three_have_a_fat_tail()
    {
        ReturnFacts facts = Minutes(6_000, () => (_random.NextBoolean() ? 1 : -1) * _random.NextPareto(0.0001, 3), () => 100);

        StylizedFact fact = facts.FatTails();

        Assert.Equal(FactVerdict.Met, fact.Verdict);
        Assert.InRange(double.Parse(fact.Found.Split(' ')[0]), 2.6, 3.4);
    }

    [Fact]
    public void Returns_that_repeat_have_memory()
    {
        double last = 0;

        ReturnFacts facts = Minutes(1_000, () => last = (0.8 * last) + _random.NextNormal(0, 0.001), () => 100);

        Assert.Equal(FactVerdict.Missed, facts.NoMemoryOfReturns().Verdict);
    }

    [Fact]
    public void Volume_that_is_half_explained_by_the_return_meets_its_gate()
    {
        double size = 0;

        ReturnFacts facts = Minutes(
            2_000,
            () => _random.NextNormal(0, 1) is var normal ? 0.001 * (size = normal) : 0,
            () => 100 + (100 * Math.Abs(size)) + _random.NextUniform(0, 350));

        Assert.Equal(FactVerdict.Met, facts.VolumeMovesWithVolatility().Verdict);
    }

    [Fact]
    public void One_day_is_not_enough_for_the_tail_and_says_how_much_is()
    {
        StylizedFact fact = Minutes(390, () => _random.NextNormal(0, 0.001), () => 100).FatTails();

        Assert.Equal(FactVerdict.NotEnoughData, fact.Verdict);
        Assert.Equal("390 minute returns, 1,000 needed", fact.Basis);
    }

    [Fact]
    public void Market_that_never_moves_has_not_enough_data_for_any_fact()
    {
        ReturnFacts facts = Minutes(2_000, () => 0, () => 0);

        StylizedFact[] all = [facts.NoMemoryOfReturns(), facts.FatTails(), facts.ExcessKurtosis(), facts.VolatilityClusters(), facts.VolumeMovesWithVolatility()];

        Assert.All(all, fact => Assert.Equal((FactVerdict.NotEnoughData, "–"), (fact.Verdict, fact.Found)));
    }

    [Fact]
    public void Random_signs_have_no_memory()
    {
        StylizedFact fact = Flow(10_000, _ => _random.NextBoolean(), _ => 1).SignsRemember();

        Assert.Equal(FactVerdict.Missed, fact.Verdict);
        Assert.StartsWith("no memory", fact.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Parent_orders_with_pareto_sizes_give_signs_a_long_memory()
    {
        // Lillo, Mike and Farmer 2005: sizes of exponent 1.6 make signs that decay with exponent 0.6.
        long left = 0;
        bool isBuy = false;
        bool Next(int trade)
        {
            if (left-- <= 0)
            {
                (left, isBuy) = ((long)_random.NextPareto(1, 1.6), _random.NextBoolean());
            }

            return isBuy;
        }

        Assert.Equal(FactVerdict.Met, Flow(200_000, Next, _ => 1).SignsRemember().Verdict);
    }

    [Fact]
    public void Fills_of_one_incoming_order_count_once()
    {
        var flow = new TradeFlow(EpisodeBorders.None);
        for (int trade = 0; trade < 3_000; trade++)
        {
            flow.Add(new Trade(trade / 3, 100, 1, BuyerInitiated: true, 1, trade / 3));
        }

        Assert.Equal("1,000 trades", flow.TradesComeInBursts().Basis);
    }

    [Theory]
    [InlineData(1, 0.95, 1.05)]
    [InlineData(12, 4.6, 5)]
    public void Exponential_gaps_vary_by_one_and_bursts_by_more(int burst, double least, double most)
    {
        // Of bursts of n, one gap in n is exponential and the others are 0: the squared coefficient is 2 n - 1.
        StylizedFact fact = Flow(50_000, _ => true, trade => trade % burst == 0 ? _random.NextExponential(burst) : 0).TradesComeInBursts();

        Assert.Equal(burst > 1 ? FactVerdict.Met : FactVerdict.Missed, fact.Verdict);
        Assert.InRange(double.Parse(fact.Found), least, most);
    }

    [Fact]
    public void Volume_over_the_day_is_compared_with_its_middle()
    {
        Assert.Equal(("first 4.00, last 2.00 times the middle", FactVerdict.Met), Profile(part => part == 0 ? 200 : part == 12 ? 100 : 50, 57_600, 57_600));
        Assert.Equal(("first 4.00, last 1.00 times the middle", FactVerdict.Missed), Profile(part => part == 0 ? 200 : 50, 57_600, 57_600));
        Assert.Equal(("–", FactVerdict.NotEnoughData), Profile(_ => 50, 57_600, 50_000));
        Assert.Equal(("–", FactVerdict.NotEnoughData), Profile(_ => 50, 200_000, 200_000));
    }

    private static (string Found, FactVerdict Verdict) Profile(Func<int, int> tradesOfPart, double closeSeconds, double lastSample)
    {
        var profile = new VolumeProfile(Session(closeSeconds).OpenSeconds, Session(closeSeconds).CloseSeconds, [34_200, lastSample], EpisodeBorders.None);
        for (int part = 0; part < 13; part++)
        {
            for (int trade = 0; trade < tradesOfPart(part); trade++)
            {
                profile.Add(new Trade(34_200 + (part * 1_800) + trade, 100, 1, BuyerInitiated: true, 1, trade));
            }
        }

        StylizedFact fact = profile.IsHighAtOpenAndClose();
        return (fact.Found, fact.Verdict);
    }

    private static RunSummary Session(double closeSeconds) => new()
    {
        Version = "0.1.0", Scenario = "s", Seed = 1, Fingerprint = "f", FingerprintEvery1000 = [], FingerprintSpacingTicks = 1_000, StateDigest = "d", Ticks = 1,
        Agents = 1, Orders = 1, Trades = 1, Volume = 1, Messages = 1, WallSeconds = 1, Status = RunStatus.Finished, Symbol = "SYM", TickSize = 0.01m, LotSize = 1,
        TickNanoseconds = 1, OpenSeconds = 34_200, CloseSeconds = closeSeconds, AgentFailures = 0, Notes = [],
    };

    private static TradeFlow Flow(int count, Func<int, bool> isBuy, Func<int, double> gapSeconds)
    {
        var flow = new TradeFlow(EpisodeBorders.None);
        double time = 0;
        for (int trade = 0; trade < count; trade++)
        {
            time += gapSeconds(trade);
            flow.Add(new Trade(time, 100, 1, isBuy(trade), trade, trade));
        }

        return flow;
    }

    private static ReturnFacts Minutes(int count, Func<double> nextReturn, Func<double> nextVolume)
    {
        var samples = new BookSamples();
        (double logMid, double volume) = (Math.Log(100), 0);
        for (int minute = 0; minute <= count; minute++)
        {
            samples.TimeSeconds.Add(minute * 60.0);
            samples.Mid.Add(Math.Exp(logMid));
            samples.CumulativeVolume.Add(volume);
            logMid += nextReturn();
            volume += nextVolume();
        }

        return new ReturnFacts(new PricePath(samples, EpisodeBorders.None));
    }
}
