using MarketSim.Environments.Execution;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Checking;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Environments.Tests.Execution;

public sealed class ExecutionEnvironmentTests
{
    /// <summary>The optimum solves x_(j+1) - 2 x_j + x_(j-1) = (lambda sigma² tau² / eta) x_j between the given ends.</summary>
    [Fact]
    public void Optimal_schedule_solves_the_difference_equation()
    {
        var settings = new ExecutionSettings();
        IReadOnlyList<double> sales = new ExecutionProblem(settings).OptimalSales;
        double[] left = [1_000_000, .. sales.Select((_, step) => 1_000_000 - sales.Take(step + 1).Sum())];
        double factor = settings.RiskAversion * settings.Volatility * settings.Volatility * settings.StepDuration * settings.StepDuration / settings.TemporaryImpact;

        Assert.Equal(0, left[^1], 1e-6);
        for (int j = 1; j < settings.Steps; j++)
        {
            Assert.Equal(factor * left[j], left[j + 1] - (2 * left[j]) + left[j - 1], 1e-6);
        }
    }

    [Fact]
    public void No_other_schedule_is_cheaper_and_an_even_one_costs_a_quarter_more_at_least()
    {
        var problem = new ExecutionProblem(new ExecutionSettings());
        var random = new RandomStream(5, RandomPurpose.Test, 0, 0);
        for (int trial = 0; trial < 500; trial++)
        {
            double[] sales = [.. problem.OptimalSales];
            int from = random.NextInt32(sales.Length);
            int to = random.NextInt32(sales.Length);
            double moved = random.NextUniform(0, 20_000);
            sales[from] -= moved;
            sales[to] += moved;
            Assert.True(problem.CostOf(sales) >= problem.OptimalCost - 1e-6);
        }

        Assert.InRange(problem.CostOf(problem.EvenSales()) / problem.OptimalCost, 1.25, 2);
    }

    /// <summary>Without aversion to risk the even schedule is the best there is.</summary>
    [Fact]
    public void Without_risk_aversion_the_optimum_is_even()
    {
        var problem = new ExecutionProblem(new ExecutionSettings { RiskAversion = 0 });

        Assert.Equal(problem.EvenSales(), problem.OptimalSales);
    }

    [Fact]
    public void Optimal_actions_return_minus_one_and_even_ones_what_they_cost()
    {
        var environment = new ExecutionEnvironment(new ExecutionSettings { HasPriceNoise = false });
        ExecutionProblem problem = environment.Problem;

        Assert.Equal(-1, Play(environment, seed: 1, [.. problem.OptimalSales]), 1e-6);
        Assert.Equal(-problem.CostOf(problem.EvenSales()) / problem.OptimalCost, Play(environment, seed: 1, problem.EvenSales()), 1e-6);
    }

    /// <summary>The noise is that of the shares still held: its deviation is sigma times the root of the summed squares.</summary>
    [Fact]
    public void Price_noise_has_mean_nothing_and_the_deviation_of_what_is_held()
    {
        var environment = new ExecutionEnvironment();
        ExecutionProblem problem = environment.Problem;
        double[] returns = [.. Enumerable.Range(0, 4000).Select(seed => Play(environment, (ulong)seed, [.. problem.OptimalSales]))];
        double left = 1_000_000;
        double variance = 0;
        foreach (double sold in problem.OptimalSales)
        {
            left -= sold;
            variance += left * left * 0.95 * 0.95 * 0.25;
        }

        double expected = Math.Sqrt(variance) / problem.OptimalCost;
        double mean = returns.Average();
        double deviation = Math.Sqrt(returns.Average(value => (value - mean) * (value - mean)));
        Assert.InRange(mean, -1 - (4 * expected / Math.Sqrt(4000)), -1 + (4 * expected / Math.Sqrt(4000)));
        Assert.InRange(deviation, expected * 0.95, expected * 1.05);
    }

    [Fact]
    public void Last_step_sells_what_is_left_whatever_the_action()
    {
        var environment = new ExecutionEnvironment(new ExecutionSettings { HasPriceNoise = false, Steps = 2 });
        float[] observation = new float[2];
        environment.Reset(1, observation);
        environment.Step([-1], observation);
        Assert.Equal(1_000_000, environment.RemainingUnits);
        StepResult last = environment.Step([-1], observation);

        Assert.True(last.Terminated);
        Assert.Equal(0, environment.RemainingUnits);
        Assert.Equal([-1, -1], observation);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Checker_finds_nothing(bool hasPriceNoise) => Assert.Empty(EnvironmentChecker.Check(
        () => new ExecutionEnvironment(new ExecutionSettings { HasPriceNoise = hasPriceNoise }),
        new EnvironmentCheckOptions { HasFiniteHorizon = true, IsDeterministic = !hasPriceNoise }));

    [Fact]
    public void Settings_out_of_range_are_refused_by_name()
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => new ExecutionEnvironment(new ExecutionSettings { TemporaryImpact = 0 }));

        Assert.Contains("TemporaryImpact", exception.Message, StringComparison.Ordinal);
    }

    private static double Play(ExecutionEnvironment environment, ulong seed, double[] sales)
    {
        float[] observation = new float[2];
        environment.Reset(seed, observation);
        double sum = 0;
        foreach (double sold in sales)
        {
            sum += environment.Step([ExecutionEnvironment.ActionOf(sold / environment.RemainingUnits)], observation).Reward;
        }

        return sum;
    }
}
