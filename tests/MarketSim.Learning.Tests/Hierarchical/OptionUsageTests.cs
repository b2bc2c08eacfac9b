using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Hierarchical.Usage;

namespace MarketSim.Learning.Tests.Hierarchical;

public sealed class OptionUsageTests
{
    [Fact]
    public void Figures_of_a_window_are_those_of_a_table()
    {
        var usage = new OptionUsage(options: 2, stateSize: 1, window: 8);
        int[] options = [0, 0, 0, 0, 1, 1, 0, 0];
        for (int step = 0; step < options.Length; step++)
        {
            if (step % 2 == 0)
            {
                usage.Chosen(options[step], [options[step]]);
            }

            usage.Stepped(0, options[step], reward: step, regime: options[step]);
        }

        OptionUsageRow row = usage.EndWindow(8)!;

        Assert.Equal([0.75, 0.25], row.Shares);
        Assert.Equal([(0 + 1 + 2 + 3 + 6 + 7) / 6.0, 4.5], row.MeanRewards);
        Assert.Equal(2, row.MeanDuration);
        Assert.Equal(2 / 8.0, row.SwitchRate);
        Assert.Equal(-((0.75 * Math.Log(0.75)) + (0.25 * Math.Log(0.25))) / Math.Log(2), row.Entropy, 12);

        // The option tells the regime.
        Assert.Equal(1, row.RegimeInformation!.Value, 12);
        Assert.False(row.HasCollapsed);
        Assert.Null(usage.EndWindow(15));
    }

    [Fact]
    public void Information_of_a_table_with_equal_rows_is_none_and_of_a_diagonal_the_entropy()
    {
        Assert.Equal(0, MutualInformation.Of([3, 6, 1, 2], columns: 2), 12);
        Assert.Equal(Math.Log(2), MutualInformation.Of([5, 0, 0, 5], columns: 2), 12);
        Assert.Equal(Math.Log(2), MutualInformation.Entropy([5, 5]), 12);
    }

    [Fact]
    public void Options_that_have_collapsed_into_one_raise_an_alarm()
    {
        var usage = new OptionUsage(options: 3, stateSize: 1, window: 100);
        for (int step = 0; step < 100; step++)
        {
            usage.Chosen(step == 0 ? 1 : 0, [0]);
            usage.Stepped(0, step == 0 ? 1 : 0, reward: 0, regime: -1);
        }

        OptionUsageRow row = usage.EndWindow(100)!;
        Assert.True(row.HasCollapsed);
        Assert.Null(row.RegimeInformation);
        string line = new HierarchicalProgress(new Learning.Training.TrainingProgress(100, 200, null), 1.5, row).ToString();
        Assert.Contains("ALARM: the options have collapsed into one (entropy of use 5", line, StringComparison.Ordinal);
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        OptionFigures.Report(row, figures.Add);
        Assert.Equal(1, figures[OptionFigures.Collapsed]);
    }

    [Fact]
    public void Training_reports_its_progress_and_records_figures_of_both_levels()
    {
        var reports = new List<HierarchicalProgress>();
        var model = new HierarchicalRL(
            new VectorEnvironment(2, _ => CartPole.Version1()),
            new HierarchicalSettings
            {
                OptionLength = 4, UsageWindow = 256,
                OptionParameters = new Dictionary<string, object>(StringComparer.Ordinal) { ["stepsPerRollout"] = 64, ["hiddenSizes"] = new[] { 8 } },
            });
        Assert.True(model.Train(1_000, new Reports(reports)));

        Assert.Equal(8, reports.Count);
        Assert.NotNull(reports[^1].Usage);
        Assert.Equal(model.Steps, model.OptionUsage[^1].Steps);
        Assert.InRange(model.OptionUsage[^1].MeanDuration, 3, 4);
        Assert.All(["controller/policy_loss", "option-0/policy_loss", "option-2/entropy", "options/usage_1", "options/usage_entropy", "options/collapsed"], name => Assert.Contains(name, model.Figures.Keys, StringComparer.Ordinal));
    }

    private sealed class Reports(List<HierarchicalProgress> reports) : IProgress<HierarchicalProgress>
    {
        public void Report(HierarchicalProgress value) => reports.Add(value);
    }
}
