using System.Text.Json;
using MarketSim.Learning.Monitoring;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Tests.Runs;

namespace MarketSim.Reporting.Tests.Learning;

public sealed class LearningPlotsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Mean_of_seeds_that_report_at_different_steps_is_interpolated()
    {
        IReadOnlyList<MetricPoint> first = [new(0, 0), new(100, 10)];
        IReadOnlyList<MetricPoint> second = [new(0, 20), new(50, 20), new(100, 30)];

        IReadOnlyList<FigureLine> lines = LearningCurve.Lines([first, second], "reward", colour: 3);

        Assert.Equal(["reward, each seed", "reward, each seed", "reward, mean of 2 seeds"], lines.Select(line => line.Name), StringComparer.Ordinal);
        FigureLine mean = lines[2];
        int late = Array.FindIndex(mean.X, step => step >= 50);
        Assert.Equal(10, mean.Y[0], 9);
        Assert.Equal(((mean.X[late] / 10) + 20 + ((mean.X[late] - 50) / 5)) / 2, mean.Y[late], 9);
        Assert.Equal(20, mean.Y[^1], 9);
        Assert.Equal(10 + Math.Sqrt(200), mean.High![0], 9);
    }

    [Fact]
    public void Page_of_all_metrics_has_a_figure_for_each_name()
    {
        var training = new MetricsHistory();
        training.Record("train/loss", 1, 0);
        training.Record("rollout/episode_reward_mean", 5, 100);
        training.Record("rollout/episode_reward_mean", double.NaN, 200);
        training.Record("rollout/episode_reward_mean", 7, 300);

        string path = Path.Combine(_folder.Path, "metrics.html");
        Assert.Equal(path, LearningPlots.PlotMetrics([training], path));
        string html = File.ReadAllText(path);

        JsonElement figures = PageData.Of(html, "figure-data");
        Assert.Equal([100, 300], figures.GetProperty("metric0").GetProperty("lines")[0].Numbers("x"));
        Assert.Equal("train/loss", figures.GetProperty("metric1").GetProperty("yAxis").GetString());
    }

    [Fact]
    public void Page_is_written_whole_and_replaces_an_earlier_one()
    {
        var training = new MetricsHistory();
        training.Record(LearningPlots.RewardMetric, 5, 100);
        string path = Path.Combine(_folder.Path, "curve.html");
        File.WriteAllText(path, "old");

        Assert.Equal(path, training.PlotLearningCurve(path));

        Assert.Contains("One training.", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(_folder.Path), StringComparer.Ordinal);
    }

    [Fact]
    public void Metric_that_was_never_recorded_is_refused_naming_those_that_were()
    {
        var training = new MetricsHistory();
        training.Record("train/loss", 1, 0);

        ArgumentException refused = Assert.Throws<ArgumentException>(() => training.PlotLearningCurve(Path.Combine(_folder.Path, "curve.html")));

        Assert.StartsWith("No training has recorded rollout/episode_reward_mean; recorded are train/loss.", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }
}
