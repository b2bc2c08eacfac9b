using MarketSim.Scenarios.Bars;
using MarketSim.Scenarios.Reading;
using MarketSim.Scenarios.Tests.Markets;

namespace MarketSim.Scenarios.Tests.Bars;

public sealed class BarsScenarioTests
{
    [Theory]
    [InlineData("gapBars: 8", "gapBars: 6", "bars.split.gapBars is 6; it must be at least 7, the bars that an observation looks back over")]
    [InlineData("folds: 2", "folds: 4", "bars.split.folds is 4: with 60 test bars each and a gap of 8, 0 of 240 bars are left to train the first fold on; it needs 8 at least")]
    [InlineData("testBars: 60", "testBars: 0", "bars.split.testBars is 0; it must be a whole number from 1")]
    [InlineData("gapBars: 8 }", "gapBars: 8, trainBars: 50 }", "bars.split.trainBars is 50; it must be left out for training: expanding")]
    [InlineData("gapBars: 8 }", "gapBars: 8, training: rolling, trainBars: 200 }", "bars.split.trainBars is 200; it must be from 8")]
    [InlineData("type: ppo", "type: pppo", "learners[0].type: pppo is not a known learning algorithm; did you mean ppo")]
    [InlineData("hiddenSize: 8, batchSize: 30", "hiddenSize: 8, learningRate: -0.1", "learners[0].parameters.learningRate is -0.1; it must be between")]
    [InlineData("batchSize: 30", "batchSise: 30", "batchSise is not a known parameter; did you mean batchSize")]
    [InlineData("name: two", "name: one", "learners[1].name is one; it must be unlike the name of any other learner")]
    [InlineData("steps: 600", "steps: 0", "learners[0].steps is 0; it must be a whole number from 1")]
    [InlineData("seeds: 2", "seeds: 0", "learners[0].seeds is 0; it must be a whole number from 1")]
    [InlineData("barLengths: [1, 2]", "barLengths: [1, 0]", "environment.barLengths is 1,0; it must be 1 to 32 numbers of bars")]
    [InlineData("episodeBars: 30", "sizes: [1, 0.5]", "environment.sizes is 1,0.5; it must be 1 to 32 rising shares")]
    [InlineData("cost: 0.1%", "cost: -1%", "environment.cost is -1%; it must be between 0 and 0.5")]
    [InlineData("cost: 0.1%", "impact: { type: root }", "environment.impact.type: root is not a known impact")]
    [InlineData("cost: 0.1%", "impact: { type: square_root }", "environment.impact.dailyVolatility is missing")]
    [InlineData("cost: 0.1%", "impact: { type: obizhaeva_wang, depth: 10, permanent: 1 }", "it must be at most the displacement by a unit")]
    [InlineData("persistence: 0.3", "persistence: 1", "bars.generated.persistence is 1; it must be between")]
    [InlineData("generated: { count: 240, persistence: 0.3 }", "file: gone.csv", "bars.file is gone.csv; it must be a file that can be read")]
    [InlineData("description:", "market: { tick: 1s }\ndescription:", "market and bars do not go together")]
    [InlineData("learningStarts: 40", "targetEntropy: 0.5", "targetEntropy is a share of the largest entropy of discrete actions")]
    public void What_is_wrong_is_said_with_its_place_rule_and_remedy(string old, string replacement, string message)
    {
        var exception = Assert.Throws<ScenarioException>(() => SmallBars.Scenario(SmallBars.With(old, replacement)));

        Assert.Contains(exception.Problems, problem => problem.Line > 0 && problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SmallBars.Yaml)]
    [InlineData(null)]
    public void Written_and_read_back_it_is_the_same(string? yaml)
    {
        yaml ??= ScenarioCatalog.Text("bar-training");
        BarsScenario scenario = SmallBars.Scenario(yaml);
        string written = BarsScenarioWriter.Write(scenario);

        BarsScenario again = SmallBars.Scenario(written);

        Assert.Equal(written, BarsScenarioWriter.Write(again));
        Assert.Equal(scenario.Digest(), again.Digest());
        Assert.Equal(scenario.Split, again.Split);
        Assert.Contains("learningRate: 0.0003", written, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_is_chosen_to_fit_the_bars()
    {
        BarsScenario scenario = SmallBars.Scenario(SmallBars.With("split: { folds: 2, testBars: 60, gapBars: 8 }", "split: { folds: 3, training: rolling }"));

        Assert.Equal(new BarsSplit(3, 60, 7, 53), scenario.Split);
        Assert.Equal(7, scenario.Environment.LookBackBars);
    }

    [Fact]
    public void Where_a_market_is_needed_bars_are_refused_plainly()
    {
        var exception = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(SmallBars.Yaml, SmallBars.FileName));

        Assert.StartsWith("small-bars.yaml:4: bars makes this a training on bars", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_of_a_year_are_counted_before_the_first_test()
    {
        var task = new BarsTask(SmallBars.Scenario(SmallBars.With("  barsPerYear: 252\n", string.Empty)));

        Assert.Equal(365.25, task.AnnualBars, 1e-9);
    }
}
