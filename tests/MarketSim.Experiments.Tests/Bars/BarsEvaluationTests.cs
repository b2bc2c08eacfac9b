using MarketSim.Environments.Bars;
using MarketSim.Environments.Bars.Rules;
using MarketSim.Experiments.Bars.Evaluation;
using MarketSim.Experiments.Bars.Training;
using MarketSim.Market.Data;
using MarketSim.Numerics.Randomness;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios.Bars;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Experiments.Tests.Bars;

public sealed class BarsEvaluationTests
{
    private const double Growth = 1.01;

    /// <summary>Bars that open at the last close and rise by 1 %: all can be computed by hand.</summary>
    private static readonly Bar[] Rising =
    [
        .. Enumerable.Range(0, 240).Select(number =>
        {
            double open = 100 * Math.Round(PowerOf(Growth, number), 12);
            return new Bar(new DateTime(2001, 1, 1).AddDays(number), open, open * Growth, open, open * Growth, 1000);
        }),
    ];

    [Fact]
    public void Buy_and_hold_earns_the_rise_of_every_test_bar_less_one_cost_and_flat_nothing()
    {
        var task = new BarsTask(SmallBars.Scenario(), Rising);

        IReadOnlyList<BarsTestStep> steps = BarsTest.Play(task, 1, new RuleTrader(new BuyAndHoldRule(), -1)).Steps;

        Assert.Equal(Enumerable.Range(180, 60), steps.Select(step => step.Bar));

        // What is bought and its cost are the cash together.
        const double bought = 1 / 1.001;
        Assert.Equal(bought * PowerOf(Growth, 60), steps.Aggregate(1.0, (wealth, step) => wealth * (1 + step.Return)), 1e-9);
        Assert.Equal(bought, steps[0].Traded, 1e-12);
        Assert.Equal(0.001 * bought, steps[0].Costs, 1e-12);
        Assert.All(steps.Skip(1), step => Assert.Equal((0, 0), (step.Traded, step.Costs)));
        Assert.All(BarsTest.Play(task, 0, new RuleTrader(new FlatRule(), -1)).Steps, step => Assert.Equal((0, 0, 0), (step.Return, step.Position, step.Traded)));
    }

    /// <summary>By hand: q units move the price by temporary * q / seconds = 1e-6 * q while they are bought, and the cash pays for as many as q (price + 1e-6 q) is all of it.</summary>
    [Fact]
    public void Impact_is_paid()
    {
        const string impact = "cost: 0%\n  impact: { type: almgren_chriss, temporary: 0.00006, tradingTime: 60s }";
        var task = new BarsTask(SmallBars.Scenario(SmallBars.With("cost: 0.1%", impact)), Rising);

        BarsTestStep first = BarsTest.Play(task, 0, new RuleTrader(new BuyAndHoldRule(), -1)).Steps[0];

        double price = Rising[120].Open;
        double units = (Math.Sqrt((price * price) + (4 * 1e-6 * 1_000_000)) - price) / (2 * 1e-6);
        Assert.Equal((units * Rising[120].Close / 1_000_000) - 1, first.Return, 1e-9);
        Assert.Equal(1, first.Traded, 1e-9);
    }

    [Fact]
    public void Rules_trade_with_the_trend_and_against_it()
    {
        var task = new BarsTask(SmallBars.Scenario(), Rising);

        Assert.All(BarsTest.Play(task, 0, new RuleTrader(new MomentumRule(), -1)).Steps, step => Assert.True(step.Position > 0.99));
        Assert.All(BarsTest.Play(task, 0, new RuleTrader(new MeanReversionRule(), -1)).Steps, step => Assert.True(step.Position < -0.9));
        Assert.All(BarsTest.Play(task, 0, new RuleTrader(new MeanReversionRule(), 0)).Steps, step => Assert.Equal(0, step.Position));
    }

    /// <summary>A short position of twice the wealth against prices that double is the end, for the rest of the fold.</summary>
    [Fact]
    public void Who_is_bankrupt_does_nothing_more()
    {
        Bar[] doubling = [.. Rising.Select((bar, number) => number >= 190 ? SmallBars.Changed(bar, 3) : bar)];
        var task = new BarsTask(SmallBars.Scenario(SmallBars.With("cost: 0.1%", "leverage: 2")), doubling);

        IReadOnlyList<BarsTestStep> steps = BarsTest.Play(task, 1, new RuleTrader(new MeanReversionRule(), -1)).Steps;

        Assert.Equal(60, steps.Count);
        Assert.True(steps[10].Return < -1);
        Assert.All(steps.Skip(11), step => Assert.Equal((0, 0), (step.Return, step.Position)));
    }

    /// <summary>Where an episode ends for good, a test is played in episodes as long as those of the training, each sold at its end.</summary>
    [Fact]
    public void Liquidated_episodes_follow_one_another_over_all_test_bars()
    {
        var task = new BarsTask(SmallBars.Scenario(SmallBars.With("episodeBars: 30", "episodeBars: 25\n  end: liquidate")), Rising);

        IReadOnlyList<BarsTestStep> steps = BarsTest.Play(task, 0, new RuleTrader(new BuyAndHoldRule(), -1)).Steps;

        Assert.Equal(Enumerable.Range(120, 60), steps.Select(step => step.Bar));
        Assert.Equal([24, 49, 59], Enumerable.Range(0, 60).Where(number => steps[number].Position == 0));
    }

    [Fact]
    public void Bars_that_were_trained_on_and_bars_of_later_folds_change_no_test()
    {
        IReadOnlyList<Bar> bars = SmallBars.Scenario().Data.Read(seed: 9).Bars;
        var task = new BarsTask(SmallBars.Scenario(), bars);
        for (int fold = 0; fold < 2; fold++)
        {
            WalkForwardSplit split = task.Folds[fold];
            var changed = new BarsTask(SmallBars.Scenario(), [.. bars.Select((bar, number) => number < split.Training.End || number >= split.Test.End ? SmallBars.Changed(bar, 1.5) : bar)]);
            var oneInside = new BarsTask(SmallBars.Scenario(), [.. bars.Select((bar, number) => number == split.Test.Start ? SmallBars.Changed(bar, 1.5) : bar)]);
            foreach (BarsTrainingName training in task.Trainings.Where(training => training.Fold == fold))
            {
                IReadOnlyList<BarsTestStep> Play(BarsTask on) =>
                    BarsTest.Play(on, fold, new PolicyTrader(on.CreatePolicy(training), isDeterministic: false, new RandomStream(1, RandomPurpose.Test, 0, 0))).Steps;
                Assert.Equal(Play(task), Play(changed));
                Assert.NotEqual(Play(task), Play(oneInside));
            }
        }
    }

    [Fact]
    public void Every_policy_plays_every_test_bar_on_any_number_of_threads()
    {
        using var folder = new TemporaryFolder();
        BarsScenario scenario = SmallBars.Scenario();
        BarsRun.Start(scenario, folder.Path, TrainedBars.Options());
        var task = new BarsTask(scenario);

        IReadOnlyList<BarsTestPath> paths = BarsEvaluation.Run(task, RunFolder.Open(folder.Path), new EvaluationOptions { IsDeterministic = true });
        IReadOnlyList<BarsTestPath> again = BarsEvaluation.Run(task, RunFolder.Open(folder.Path), new EvaluationOptions { IsDeterministic = true, Threads = 3 });

        Assert.Equal(
            "trained untrained flat buy_and_hold momentum mean_reversion random",
            string.Join(' ', paths.Where(path => path.Learner == "one").Select(path => path.Policy).Distinct(StringComparer.Ordinal)));
        Assert.Equal(4, paths.Count(path => path is { Learner: "one", Policy: "trained" }));
        Assert.All(paths, path => Assert.Equal(path.Fold == 0 ? Enumerable.Range(120, 60) : Enumerable.Range(180, 60), path.Steps.Select(step => step.Bar)));
        Assert.Equal(paths.SelectMany(path => path.Steps), again.SelectMany(path => path.Steps));
        Assert.NotEqual(Steps(paths, "trained"), Steps(paths, "untrained"));
    }

    private static IEnumerable<BarsTestStep> Steps(IReadOnlyList<BarsTestPath> paths, string policy) =>
        paths.Where(path => path.Policy == policy).SelectMany(path => path.Steps);

    private static double PowerOf(double value, int exponent) => Enumerable.Repeat(value, exponent).Aggregate(1.0, (product, factor) => product * factor);
}
