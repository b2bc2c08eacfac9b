using MarketSim.Experiments.Bars.Evaluation;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Bars;
using MarketSim.Reporting.Evaluations;
using MarketSim.Scenarios.Bars;
using MarketSim.Scenarios.Documents;

namespace MarketSim.Reporting.Tests.Bars;

public sealed class BarsFiguresTests
{
    private const string Yaml = """
        name: by-hand
        seed: 1
        bars:
          generated: { count: 40 }
          split: { folds: 2, testBars: 4, gapBars: 3 }
        environment: { barLengths: [1], lags: 1, volatilityBars: 2, barsPerYear: 24 }
        learners:
          - { name: pupil, type: ppo, steps: 100, seeds: 2 }
        """;

    /// <summary>24 bars a year: blocks of two bars, two in each of two folds.</summary>
    private static readonly BarsTask Task = new((BarsScenario)ScenarioDocumentReader.Read(Yaml, "by-hand.yaml"));

    [Fact]
    public void Figures_are_what_one_computes_by_hand()
    {
        BarsFigures figures = BarsFigures.Of(
            Task,
            [
                Path("trained", 0, 0, 0.03, 0.01, 0.01, -0.01),
                Path("trained", 0, 1, 0.01, 0.03, -0.01, 0.01),
                Path("trained", 1, 0, 0.02, 0.02, 0.01, 0.03),
                Path("trained", 1, 1, 0.02, 0.02, 0.03, 0.01),
                Path("flat", 0, 0, 0, 0, 0, 0),
                Path("flat", 1, 0, 0, 0, 0, 0),
            ],
            seed: 1);

        Assert.Equal((4, 2), (figures.Blocks, figures.BlockBars));
        Assert.Equal("trained seed_1 seed_2 flat", string.Join(' ', figures.Policies.Select(row => row.Policy)));
        EvaluatedPolicyFigures trained = figures.Policies[0];

        // Block means of both seeds: 2, 0, 2, 2 per cent a bar; times 24 bars a year.
        Assert.Equal(36, trained.Mean, 1e-9);
        ConfidenceInterval interval = ConfidenceInterval.OfMean([48, 0, 48, 48]);
        Assert.Equal(interval.Lower, trained.MeanInterval.Lower, 1e-9);
        Assert.Equal(interval.Upper, trained.MeanInterval.Upper, 1e-9);

        // Returns of either seed: mean 1.5, squares of deviations 2.25 + .25 + .25 + 6.25 + .25 + .25 + .25 + 2.25 = 12 of 8 bars.
        double deviation = Math.Sqrt(12 / 7.0);
        Assert.Equal(deviation * Math.Sqrt(24), trained.Deviation, 1e-9);
        Assert.Equal(1.5 / deviation * Math.Sqrt(24), trained.AnnualSharpe, 1e-9);
        Assert.Equal(1, trained.Drawdown, 1e-9);
        Assert.Equal(0.5 * 24, trained.Turnover, 1e-9);

        EvaluatedPolicyFigures flat = figures.Policies[3];
        Assert.Equal((0, 0), (flat.Mean, flat.Deviation));
        Assert.True(double.IsNaN(flat.AnnualSharpe));
        Assert.Equal(36, flat.Lead, 1e-9);
        Assert.Equal(interval.Lower, flat.LeadInterval.Lower, 1e-9);
    }

    [Fact]
    public void Drawdown_goes_over_the_ends_of_folds_and_wealth_that_is_gone_stays_gone()
    {
        var series = new TestSeries([Path("trained", 0, 0, 1, -0.5, 0, 0), Path("trained", 1, 0, -0.5, 0, 0, 0)], blockBars: 2);
        var ruined = new TestSeries([Path("trained", 0, 0, 0.5, -1.5, 1, 1)], blockBars: 2);

        Assert.Equal(0.75, series.Drawdown(), 1e-12);
        Assert.Equal(0.5, series.Equity()[^1], 1e-12);
        Assert.Equal([1, 1.5, 0, 0, 0], ruined.Equity());
        Assert.Equal(1, ruined.Drawdown(), 1e-12);
    }

    private static BarsTestPath Path(string policy, int fold, int seed, params double[] returns) => new(
        "pupil", policy, fold, seed, 0, [.. returns.Select((change, number) => new BarsTestStep(Task.Folds[fold].Test.Start + number, change, 1, 0.5, 0))]);
}
