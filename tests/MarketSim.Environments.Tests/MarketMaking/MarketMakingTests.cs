using MarketSim.Environments.MarketMaking;
using MarketSim.Learning.Environments.Checking;

namespace MarketSim.Environments.Tests.MarketMaking;

public sealed class MarketMakingTests
{
    /// <summary>Far from the end the optimum is the ground state of the generator (Guéant et al. 2013, theorem 2); with one unit of inventory its eigenvalue is known.</summary>
    [Fact]
    public void Certainty_equivalent_with_one_unit_of_inventory_grows_by_the_known_eigenvalue()
    {
        var settings = new MarketMakingSettings { InventoryLimit = 1, Volatility = 0.6, Steps = 4000 };
        double alpha = 0.1 * 0.6 * 0.6 / 2;
        double eta = Math.Pow(1.1, -11);

        // v_0' = 2 eta v_1, v_1' = eta v_0 - alpha v_1.
        double eigenvalue = (-alpha + Math.Sqrt((alpha * alpha) + (8 * eta * eta))) / 2;
        double longer = new MarketMakingSolution(settings).CertaintyEquivalent;
        double shorter = new MarketMakingSolution(settings with { Steps = 2000 }).CertaintyEquivalent;

        Assert.Equal(eigenvalue * 500, longer - shorter, 1e-6);
    }

    /// <summary>Values of a matrix exponential by PyTorch 1.13 (torch.matrix_exp) for the same equations.</summary>
    [Theory]
    [InlineData(0.05, 0.5, 4, 40.134, 0.078, 36.481)]
    [InlineData(0.1, 0.75, 4, 36.512, 0.151, 25.822)]
    [InlineData(0.2, 0.3, 8, 37.276, 0.085, 23.519)]
    public void Solution_agrees_with_another_matrix_exponential(double gamma, double sigma, int limit, double certaintyEquivalent, double skewAtStart, double constant)
    {
        var settings = new MarketMakingSettings { RiskAversion = gamma, Volatility = sigma, InventoryLimit = limit, StepDuration = 0.01, Steps = 6000 };
        var solution = new MarketMakingSolution(settings);

        Assert.Equal(certaintyEquivalent, solution.CertaintyEquivalent, 5e-4);
        Assert.Equal(skewAtStart, solution.Quotes(0, 0).Bid - solution.NeutralDistance, 5e-4);

        // The other search went in steps of 0.1.
        double best = QuotePolicyValue.BestConstant(settings with { StepDuration = 0.25, Steps = 240 }).CertaintyEquivalent;
        Assert.InRange(best, constant - 1e-3, constant + 0.3);
    }

    [Fact]
    public void Quotes_mirror_each_other_and_lean_against_the_inventory()
    {
        var settings = new MarketMakingSettings();
        var solution = new MarketMakingSolution(settings);
        for (int inventory = -3; inventory <= 3; inventory++)
        {
            QuoteDistances quotes = solution.Quotes(10, inventory);
            QuoteDistances mirrored = solution.Quotes(10, -inventory);
            Assert.Equal(quotes.Bid, mirrored.Ask, 1e-12);
            Assert.True(solution.Quotes(10, inventory + 1).Bid > quotes.Bid);
            Assert.True(solution.Quotes(10, inventory + 1).Ask < quotes.Ask);
        }

        Assert.Equal(double.PositiveInfinity, solution.Quotes(0, 4).Bid);
        Assert.Equal(double.PositiveInfinity, solution.Quotes(0, -4).Ask);
    }

    /// <summary>The optimal quotes held still within each step lose little; the best constant spread reaches at most 85 %.</summary>
    [Fact]
    public void Exact_quotes_reach_nearly_all_and_the_best_constant_spread_at_most_85_percent()
    {
        var settings = new MarketMakingSettings();
        var solution = new MarketMakingSolution(settings);
        double stepped = QuotePolicyValue.CertaintyEquivalent(settings, solution.Quotes);
        (double distance, double constant) = QuotePolicyValue.BestConstant(settings);

        Assert.InRange(stepped / solution.CertaintyEquivalent, 0.98, 1);
        Assert.InRange(constant / solution.CertaintyEquivalent, 0.6, 0.85);
        Assert.InRange(distance, 0.5, 2);
    }

    /// <summary>Finer steps come nearer to continuous time, and never beyond it.</summary>
    [Fact]
    public void Exact_quotes_in_finer_steps_come_nearer_to_the_exact_value()
    {
        var coarse = new MarketMakingSettings { StepDuration = 0.5, Steps = 60 };
        var fine = new MarketMakingSettings { StepDuration = 0.05, Steps = 600 };
        var solution = new MarketMakingSolution(fine);
        double coarseValue = QuotePolicyValue.CertaintyEquivalent(coarse, new MarketMakingSolution(coarse).Quotes);
        double fineValue = QuotePolicyValue.CertaintyEquivalent(fine, solution.Quotes);

        Assert.True(coarseValue < fineValue);
        Assert.InRange(fineValue / solution.CertaintyEquivalent, 0.997, 1);
    }

    /// <summary>The simulated episodes have the certainty equivalent that the linear equation gives for the same quotes.</summary>
    [Fact]
    public void Simulated_certainty_equivalent_is_that_of_the_equation()
    {
        var environment = new MarketMakingEnvironment();
        double[] wealths = new double[3000];
        for (int episode = 0; episode < wealths.Length; episode++)
        {
            wealths[episode] = PlayExact(environment, (ulong)episode).Wealth;
        }

        (double value, double error) = CertaintyEquivalents.Of(wealths, environment.Settings.RiskAversion);
        double expected = QuotePolicyValue.CertaintyEquivalent(environment.Settings, environment.Solution.Quotes);
        Assert.InRange(error, 0.01, 0.3);
        Assert.InRange(value, expected - (4 * error), expected + (4 * error));
    }

    [Fact]
    public void Rewards_sum_to_wealth_less_the_penalty_of_inventory()
    {
        var environment = new MarketMakingEnvironment(new MarketMakingSettings { Volatility = 0 });
        (double wealth, double reward) = PlayExact(environment, 3);

        Assert.True(wealth > 0);
        Assert.Equal(wealth / environment.Solution.CertaintyEquivalent, reward, 1e-9);
    }

    [Fact]
    public void Actions_of_quotes_quote_them()
    {
        var environment = new MarketMakingEnvironment();
        float[] action = new float[2];
        environment.ActionOf(new QuoteDistances(1.5, 0.25), action);
        QuoteDistances quotes = environment.DistancesOf(action);

        Assert.Equal(1.5, quotes.Bid, 1e-6);
        Assert.Equal(0.25, quotes.Ask, 1e-6);
    }

    [Fact]
    public void Certainty_equivalent_of_a_normal_gamble_is_mean_less_half_gamma_variance()
    {
        var random = new Numerics.Randomness.RandomStream(4, Numerics.Randomness.RandomPurpose.Test, 0, 0);
        double[] wealths = new double[200_000];
        foreach (ref double wealth in wealths.AsSpan())
        {
            wealth = random.NextNormal(5, 2);
        }

        Assert.Equal(5 - (0.1 * 4 / 2), CertaintyEquivalents.Of(wealths, 0.1).Value, 0.02);
        Assert.Equal(7, CertaintyEquivalents.Of([7, 7], 0.1).Value, 1e-12);
    }

    [Fact]
    public void Checker_finds_nothing() => Assert.Empty(EnvironmentChecker.Check(
        () => new MarketMakingEnvironment(), new EnvironmentCheckOptions { HasFiniteHorizon = true }));

    private static (double Wealth, double Reward) PlayExact(MarketMakingEnvironment environment, ulong seed)
    {
        float[] observation = new float[2];
        float[] action = new float[2];
        environment.Reset(seed, observation);
        double reward = 0;
        bool isLast = false;
        while (!isLast)
        {
            environment.ActionOf(environment.Solution.Quotes(environment.StepsDone, environment.Inventory), action);
            var result = environment.Step(action, observation);
            reward += result.Reward;
            isLast = result.IsLast;
        }

        return (environment.Wealth, reward);
    }
}
