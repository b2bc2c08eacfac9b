using MarketSim.Environments.Execution;
using MarketSim.Environments.MarketMaking;
using MarketSim.Experiments.Theory;

namespace MarketSim.Experiments.Tests.Theory;

/// <summary>Trainings of a second or less: what theory says of every policy holds for theirs, and they point where the optimum is. How near they come is a matter of the gates.</summary>
public sealed class TheoryExperimentTests
{
    private static readonly ExecutionExperiment Execution = new() { Steps = 24_000 };

    // Without the noise of the mid, rewards have the same mean and a fraction of the variance.
    private static readonly MarketMakingExperiment MarketMaking = new()
    {
        Settings = new MarketMakingSettings { HasPriceNoise = false },
        Environments = 8,
        Steps = 120_000,
        EvaluatedEpisodes = 400,
        Options = new MarketMakingExperiment().Options with { StepsPerRollout = 480, BatchSize = 480 },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Learned_execution_costs_no_less_than_the_optimum_and_less_than_an_even_schedule(bool isSac)
    {
        ExecutionComparison comparison = isSac ? SacExecution.Run(seed: 1, steps: 600) : Execution.Run(seed: 1);

        Assert.InRange(comparison.Cost, comparison.OptimalCost, 0.8 * comparison.EvenCost);

        // Whoever fears risk sells early; nothing is bought back, and all is sold in the end.
        Assert.All(comparison.Sales, static sale => Assert.True(sale >= 0));
        Assert.True(comparison.Sales.Take(10).Sum() > 0.85 * comparison.Problem.Settings.Quantity);
        Assert.Equal(comparison.Problem.Settings.Quantity, comparison.Sales.Sum(), 1e-3);
    }

    [Fact]
    public void Without_aversion_to_risk_the_even_schedule_is_the_optimum_and_is_learned()
    {
        var indifferent = new ExecutionSettings { RiskAversion = 0, Steps = 5 };
        var problem = new ExecutionProblem(indifferent);
        Assert.Equal(problem.CostOf(problem.EvenSales()), problem.OptimalCost, 1e-6 * problem.OptimalCost);

        ExecutionComparison comparison = (Execution with { Settings = indifferent }).Run(seed: 2);

        Assert.InRange(comparison.Cost / comparison.OptimalCost, 1, 1.1);
    }

    [Fact]
    public void Learned_quotes_are_worth_more_than_the_best_constant_spread_and_no_more_than_the_exact_ones()
    {
        MarketMakingComparison comparison = MarketMaking.Run(seed: 1);
        (double distance, double constant) = QuotePolicyValue.BestConstant(MarketMaking.Settings);

        Assert.Equal(distance, comparison.ConstantDistance);
        Assert.InRange(comparison.PolicyComputed, constant, comparison.Exact);

        // Whoever is long wants to sell: the ask comes nearer to the mid and the bid goes away from it.
        int middle = MarketMaking.Settings.Steps / 2;
        (QuoteDistances whenLong, QuoteDistances whenShort) = (comparison.Quotes[middle, 3], comparison.Quotes[middle, -3]);
        Assert.True(whenLong.Ask < whenShort.Ask && whenLong.Bid > whenShort.Bid, $"long {whenLong}, short {whenShort}");
    }

    [Fact]
    public void Simulation_finds_the_certainty_equivalent_that_is_computed()
    {
        MarketMakingComparison comparison = (MarketMaking with { Steps = 4_000, EvaluatedEpisodes = 1_000 }).Run(seed: 2);

        Assert.InRange(comparison.Policy, comparison.PolicyComputed - (4 * comparison.PolicyError), comparison.PolicyComputed + (4 * comparison.PolicyError));
    }

    [Fact]
    public void Experiments_repeat_with_their_seed_and_differ_with_another()
    {
        ExecutionExperiment execution = Execution with { Steps = 3_200 };
        Assert.Equal(execution.Run(seed: 3).Sales, execution.Run(seed: 3).Sales);
        Assert.NotEqual(execution.Run(seed: 3).Sales, execution.Run(seed: 4).Sales);
        Assert.Equal(SacExecution.Run(seed: 3, steps: 150).Sales, SacExecution.Run(seed: 3, steps: 150).Sales);

        MarketMakingExperiment marketMaking = MarketMaking with { Steps = 4_000, EvaluatedEpisodes = 20 };
        MarketMakingComparison first = marketMaking.Run(seed: 3);
        MarketMakingComparison again = marketMaking.Run(seed: 3);
        Assert.Equal((first.Policy, first.PolicyComputed), (again.Policy, again.PolicyComputed));

        // Other episodes measure the same policy.
        MarketMakingComparison elsewhere = (marketMaking with { EvaluationSeed = 9 }).Run(seed: 3);
        Assert.Equal(first.PolicyComputed, elsewhere.PolicyComputed);
        Assert.NotEqual(first.Policy, elsewhere.Policy);
    }
}
