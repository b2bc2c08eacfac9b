using MarketSim.Environments.Execution;
using MarketSim.Environments.MarketMaking;
using MarketSim.Experiments.Theory;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Training;
using Xunit.Abstractions;

namespace MarketSim.Experiments.Tests.Theory;

/// <summary>
/// A learner finds what theory knows: <c>MARKETSIM_LONG=1 dotnet test tests/MarketSim.Experiments.Tests -c Release --filter TheoryGate</c>.
/// </summary>
public sealed class TheoryGateTests(ITestOutputHelper output)
{
    /// <summary>An even schedule costs 1.72 times the optimum; 3 % is allowed.</summary>
    [LongTheory("TheoryGate")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    public void Ppo_executes_within_3_percent_of_the_optimal_cost(ulong seed)
    {
        ExecutionComparison comparison = new ExecutionExperiment().Run(seed);
        Report(comparison.Figure());

        Assert.InRange(comparison.EvenCost / comparison.OptimalCost, 1.25, 2);
        Assert.InRange(comparison.Cost / comparison.OptimalCost, 1, 1.03);
    }

    /// <summary>For information: the gate is PPO's.</summary>
    [LongTheory("TheoryGate")]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Sac_executes_for_less_than_an_even_schedule_costs(ulong seed)
    {
        ExecutionComparison comparison = SacExecution.Run(seed);
        Report(comparison.Figure());

        Assert.InRange(comparison.Cost, comparison.OptimalCost, comparison.EvenCost);
    }

    /// <summary>The best constant spread reaches at most 85 % of the exact certainty equivalent; 95 % is asked of the learner, over 10,000 episodes.</summary>
    [LongTheory("TheoryGate")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    public void Ppo_makes_a_market_within_5_percent_of_the_exact_certainty_equivalent(ulong seed)
    {
        MarketMakingComparison comparison = new MarketMakingExperiment().Run(seed);
        Report(comparison.Figure());

        Assert.InRange(comparison.Constant / comparison.Exact, 0.5, 0.85);
        Assert.InRange(comparison.Policy / comparison.Exact, 0.95, 1);
    }

    [Fact]
    public void Figure_of_execution_has_the_lines_of_learner_even_schedule_and_optimum()
    {
        var untrained = new Ppo(new VectorEnvironment(1, _ => new ExecutionEnvironment()));
        ExecutionComparison comparison = ExecutionComparison.Of(new ExecutionSettings(), untrained.Policy);
        TheoryFigure figure = comparison.Figure();

        Assert.Equal("learner, even, optimum", string.Join(", ", figure.Series.Select(series => series.Name)));
        Assert.All(figure.Series, series => Assert.Equal((21, 1.0, 0.0), (series.Y.Count, series.Y[0], Math.Round(series.Y[^1], 9))));
        Assert.Equal(2.5, figure.Series[1].X[10]);
        Assert.Equal(0.5, figure.Series[1].Y[10], 1e-9);

        // Untrained it sells about half of what is left each time.
        Assert.InRange(comparison.Cost / comparison.OptimalCost, 1.5, 3);
    }

    [Fact]
    public void Figure_of_market_making_has_the_quotes_of_learner_and_theory()
    {
        var settings = new MarketMakingSettings();
        var untrained = new Ppo(new VectorEnvironment(1, _ => new MarketMakingEnvironment(settings)));
        MarketMakingComparison comparison = MarketMakingComparison.Of(settings, untrained.Policy, episodes: 200, seed: 1);
        TheoryFigure figure = comparison.Figure();

        Assert.Equal(4, figure.Series.Count);
        Assert.Equal([-4, -3, -2, -1, 0, 1, 2, 3], figure.Series[1].X);
        Assert.Equal(figure.Series[1].Y, figure.Series[3].Y.Select(value => value), (left, right) => Math.Abs(left - right) < 1e-9);

        // Untrained it quotes about the risk-neutral distance on both sides, which is a constant spread.
        Assert.InRange(comparison.PolicyComputed / comparison.Exact, 0.6, 0.85);
        Assert.InRange(comparison.Policy, comparison.PolicyComputed - (5 * comparison.PolicyError), comparison.PolicyComputed + (5 * comparison.PolicyError));
        Assert.True(comparison.ExactQuotes > comparison.Constant);
    }

    private void Report(TheoryFigure figure)
    {
        output.WriteLine(figure.Title);
        foreach ((string name, double value) in figure.Figures)
        {
            output.WriteLine($"  {name}: {value:F4}");
        }
    }
}
