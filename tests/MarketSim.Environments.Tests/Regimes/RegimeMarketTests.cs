using MarketSim.Learning.Environments.Checking;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Training;

namespace MarketSim.Environments.Tests.Regimes;

public sealed class RegimeMarketTests
{
    private static readonly RegimeMarketSettings Settings = new();

    [Fact]
    public void Environment_is_sound() => Assert.Empty(EnvironmentChecker.Check(() => new RegimeMarketEnvironment(Settings), new EnvironmentCheckOptions { HasFiniteHorizon = true }));

    [Fact]
    public void Two_steps_without_cost_are_worth_what_a_table_says()
    {
        // Without costs the best position is the sign of regime times signal, and earns strength times |signal|: on average 0.5 * 1.2 in two of three regimes.
        var settings = new RegimeMarketSettings { BarSteps = 2, Bars = 1, Cost = 0 };
        Assert.Equal(2 * (2 / 3.0) * 0.5 * 1.2, new RegimeMarketSolution(settings).Value, 12);
        Assert.Equal(0, new RegimeMarketSolution(settings).RandomValue, 12);
    }

    [Fact]
    public void A_high_cost_makes_the_best_do_nothing()
    {
        var solution = new RegimeMarketSolution(new RegimeMarketSettings { BarSteps = 2, Bars = 1, Cost = 10 });

        Assert.Equal(0, solution.Value, 12);
        Assert.Equal(0, solution.PositionAt(0, MarketRegime.Trend, signal: 2, position: 0));
    }

    [Fact]
    public void Best_controller_earns_what_the_solution_says_and_random_positions_what_they_cost()
    {
        var solution = new RegimeMarketSolution(Settings);
        EvaluationResult best = PolicyEvaluation.Evaluate(new BestRegimeController(Settings), Vector(), episodes: 2_000, seed: 5);

        // Two deviations of the mean: an episode's return has one of about 17.
        Assert.InRange(best.MeanReturn, solution.Value - (2.5 * best.StandardDeviation / Math.Sqrt(2_000)), solution.Value + (2.5 * best.StandardDeviation / Math.Sqrt(2_000)));
        Assert.Equal(1, solution.Score(solution.Value), 12);
        Assert.Equal(0, solution.Score(solution.RandomValue), 12);
    }

    private static VectorEnvironment Vector() => new(8, _ => new RegimeMarketEnvironment(Settings));
}
