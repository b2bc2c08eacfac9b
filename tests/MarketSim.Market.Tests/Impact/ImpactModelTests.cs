using MarketSim.Market.Impact;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Tests.Impact;

public sealed class ImpactModelTests
{
    public static TheoryData<string> Names => new(Models.Keys);

    private static Dictionary<string, Func<IImpactModel>> Models { get; } = new(StringComparer.Ordinal)
    {
        ["none"] = () => new NoImpact(),
        ["Almgren-Chriss"] = () => new AlmgrenChrissImpact(new AlmgrenChrissParameters { PermanentPerUnit = 0.3, TemporaryPerUnitPerSecond = 0.1, FixedCost = 0.01, TradingSeconds = 5 }),
        ["Almgren-Chriss, permanent only"] = () => new AlmgrenChrissImpact(new AlmgrenChrissParameters { PermanentPerUnit = 0.3, TemporaryPerUnitPerSecond = 0, TradingSeconds = 5 }),
        ["square root"] = () => new SquareRootImpact(new SquareRootParameters { DailyVolatility = 2, DailyVolume = 1000, PermanentPerUnit = 0.2 }),
        ["propagator"] = () => new PropagatorImpact(new PropagatorParameters { ImmediatePerUnit = 0.4, OnsetSeconds = 3, PermanentPerUnit = 0.1 }),
        ["Obizhaeva-Wang"] = () => new ObizhaevaWangImpact(new ObizhaevaWangParameters { DepthPerPrice = 2, HalfLifeSeconds = 20, PermanentPerUnit = 0.2 }),
    };

    /// <summary>Random trades at random times that sum to nothing: what they cost is never below 0.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void No_round_trip_earns(string name)
    {
        IImpactModel model = Models[name]();
        var random = new RandomStream(31, RandomPurpose.Test, 0, 0);
        double greatest = 0;
        for (int trip = 0; trip < 2000; trip++)
        {
            model.Reset();
            double cost = 0;
            double position = 0;
            int trades = 1 + random.NextInt32(12);
            for (int trade = 0; trade < trades; trade++)
            {
                double quantity = random.NextNormal(0, 3);
                cost += quantity * model.Trade(quantity);
                position += quantity;
                model.Advance(random.NextExponential(10));
            }

            cost += -position * model.Trade(-position);
            Assert.True(cost >= -1e-9, $"round trip {trip} of {trades + 1} trades earns {-cost}");
            greatest = Math.Max(greatest, cost);
        }

        Assert.True(greatest > 1 || name is "none" or "Almgren-Chriss, permanent only", $"greatest cost is {greatest}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Displacement_is_known_before_the_trade_and_asking_for_it_changes_nothing(string name)
    {
        IImpactModel model = Models[name]();
        model.Trade(3);
        model.Advance(7);
        double before = model.Displacement;
        double known = model.MeanDisplacementOf(-4);

        Assert.Equal(before, model.Displacement);
        Assert.Equal(known, model.Trade(-4));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Restored_model_goes_on_exactly(string name)
    {
        IImpactModel model = Models[name]();
        model.Trade(3);
        model.Advance(7);
        model.Trade(-1);
        var writer = new MessagePackWriter();
        model.Save(writer);
        IImpactModel restored = Models[name]();
        var reader = new MessagePackReader(writer.Written);
        restored.Restore(ref reader);

        Assert.True(reader.End);
        model.Advance(2);
        restored.Advance(2);
        Assert.Equal(model.Trade(5), restored.Trade(5));
    }

    /// <summary>Buying and selling mirror each other, and nothing traded changes nothing.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Selling_mirrors_buying(string name)
    {
        IImpactModel buying = Models[name]();
        IImpactModel selling = Models[name]();

        Assert.Equal(buying.Trade(4), -selling.Trade(-4), 1e-15);
        buying.Advance(3);
        selling.Advance(3);
        Assert.Equal(buying.Displacement, -selling.Displacement, 1e-15);
        Assert.Equal(buying.Displacement, buying.Trade(0), 1e-15);
        Assert.Throws<ArgumentOutOfRangeException>(() => Models[name]().Trade(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Models[name]().Advance(-1));
    }

    /// <summary>Almgren and Chriss 2000, equation 6 for an even sale: gamma X² / 2 + epsilon X + eta X² / T.</summary>
    [Fact]
    public void Even_schedule_costs_what_Almgren_and_Chriss_say()
    {
        var model = new AlmgrenChrissImpact(new AlmgrenChrissParameters { PermanentPerUnit = 0.3, TemporaryPerUnitPerSecond = 0.1, FixedCost = 0.01, TradingSeconds = 5 });
        double cost = 0;
        for (int step = 0; step < 20; step++)
        {
            cost += -2 * model.Trade(-2);
            model.Advance(5);
        }

        Assert.Equal((0.3 * 40 * 40 / 2) + (0.01 * 40) + (0.1 * 40 * 40 / 100), cost, 1e-9);
    }

    [Fact]
    public void Square_root_of_four_times_the_quantity_displaces_twice_as_far()
    {
        var model = new SquareRootImpact(new SquareRootParameters { DailyVolatility = 2, DailyVolume = 1000 });

        Assert.Equal(2 * Math.Sqrt(0.1), model.PeakOf(100), 1e-12);
        Assert.Equal(2 * model.PeakOf(100), model.PeakOf(400), 1e-12);
        Assert.Equal(2.0 / 3 * model.PeakOf(100), model.Trade(100), 1e-12);
    }

    [Fact]
    public void Half_of_what_does_not_stay_recovers_within_the_half_life()
    {
        var model = new ObizhaevaWangImpact(new ObizhaevaWangParameters { DepthPerPrice = 2, HalfLifeSeconds = 20, PermanentPerUnit = 0.2 });

        Assert.Equal(2.5, model.Trade(10), 1e-12);
        Assert.Equal(5, model.Displacement, 1e-12);
        model.Advance(20);
        Assert.Equal(2 + (3 / 2.0), model.Displacement, 1e-12);
    }

    /// <summary>Obizhaeva and Wang 2013, proposition 3: blocks X / (rho T + 2) at both ends and even trading between; it beats an even sale.</summary>
    [Fact]
    public void Blocks_at_both_ends_beat_even_trading_in_a_book_that_recovers()
    {
        const int steps = 200;
        const double seconds = 100;
        double rho = Math.Log(2) / 20;
        double block = 1 / ((rho * seconds) + 2);
        double[] optimal = [block, .. Enumerable.Repeat((1 - (2 * block)) / (steps - 1), steps - 1), block];
        double[] even = [.. Enumerable.Repeat(1.0 / (steps + 1), steps + 1)];
        double[] front = [2 * block, .. Enumerable.Repeat((1 - (2 * block)) / steps, steps)];

        // The paper's cost of the optimum above the permanent part: kappa X² / (rho T + 2).
        Assert.Equal(0.5 / ((rho * seconds) + 2), Cost(optimal), 0.5 / ((rho * seconds) + 2) * 0.01);
        Assert.True(Cost(optimal) < 0.99 * Cost(even));
        Assert.True(Cost(optimal) < 0.99 * Cost(front));

        static double Cost(double[] trades)
        {
            var model = new ObizhaevaWangImpact(new ObizhaevaWangParameters { DepthPerPrice = 2, HalfLifeSeconds = 20 });
            double cost = 0;
            foreach (double trade in trades)
            {
                cost += trade * model.Trade(trade);
                model.Advance(seconds / steps);
            }

            return cost;
        }
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Propagator_decays_by_its_power_law_over_six_decades(double exponent)
    {
        for (double seconds = 0.01; seconds < 3e6; seconds *= 1.7)
        {
            var model = new PropagatorImpact(new PropagatorParameters { ImmediatePerUnit = 0.4, OnsetSeconds = 3, Exponent = exponent });
            model.Trade(1);
            model.Advance(seconds);
            double expected = 0.4 * Math.Pow(1 + (seconds / 3), -exponent);

            Assert.InRange(model.Displacement, expected * 0.99, expected * 1.01);
        }
    }

    [Fact]
    public void Parameters_out_of_range_are_refused_by_name()
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() =>
            new AlmgrenChrissImpact(new AlmgrenChrissParameters { PermanentPerUnit = -1, TemporaryPerUnitPerSecond = 0, TradingSeconds = 1 }));

        Assert.Contains("PermanentPerUnit", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ObizhaevaWangImpact(new ObizhaevaWangParameters { DepthPerPrice = 2, HalfLifeSeconds = 1, PermanentPerUnit = 0.6 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PropagatorImpact(new PropagatorParameters { ImmediatePerUnit = 1, OnsetSeconds = 1, Exponent = 1.5 }));
    }
}
