using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Page;
using MarketSim.Reporting.Tests.Runs;
using MarketSim.Simulation.Output;

namespace MarketSim.Reporting.Tests.Learning;

public sealed class RunPlotsTests : IDisposable
{
    private readonly TemporaryFolder _folder = SmallRun.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Page_shows_the_rewards_of_a_training()
    {
        SyntheticTraining.AddTo(_folder.Path, ticks: 400, episodes: 20);
        string path = Path.Combine(_folder.Path, "rewards.html");

        Assert.Equal(path, RunPlots.PlotRewards(_folder.Path, path));

        string html = File.ReadAllText(path);
        Assert.Contains("20 episodes.", html, StringComparison.Ordinal);
        Assert.Contains("Learning curves", html, StringComparison.Ordinal);
        Assert.Contains("Change of wealth by agent", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Curves_of_several_runs_are_drawn_by_learner_with_their_mean()
    {
        SyntheticTraining.AddTo(_folder.Path, ticks: 400, episodes: 20);
        TrainingModel run = TrainingModel.Read(_folder.Path)!;

        IReadOnlyList<ReportSection> sections = SeedSections.Of([new SeedTraining(4, run), new SeedTraining(2, run)]);

        Assert.Equal(["PPO", "A2C", "Change of wealth by agent", "Where the trainings ended"], sections.Select(section => section.Title), StringComparer.Ordinal);
        IReadOnlyList<FigureLine> lines = sections[0].Figure!.Lines;
        Assert.Equal(["PPO, each seed", "PPO, each seed", "PPO, mean of 2 seeds"], lines.Select(line => line.Name), StringComparer.Ordinal);
        Assert.Equal(lines[0].Y[0], lines[2].Y[0], 9);
        Assert.Equal(lines[0].Y[^1], lines[2].Y[^1], 9);
        Assert.Equal(lines[2].Y[^1], lines[2].High![^1], 9);
        Assert.Equal(["PPO", "A2C", "momentum", "mean_reversion"], sections[2].Figure!.Lines.Select(line => line.Name), StringComparer.Ordinal);
        Assert.Equal([2.0, 4.0], sections[3].Figure!.Lines[1].X);
        CompetitorOutcome ended = CompetitorOutcome.Of(run).First(outcome => outcome.Name == "A2C");
        Assert.Equal([ended.LastReward, ended.LastReward], sections[3].Figure!.Lines[1].Y);
    }

    [Fact]
    public void Runs_in_which_others_trained_are_not_drawn_together()
    {
        SyntheticTraining.AddTo(_folder.Path, ticks: 400, episodes: 20);
        using TemporaryFolder other = SmallRun.Create();
        SyntheticTraining.AddTo(other.Path, ticks: 400, episodes: 20);
        string episodes = Path.Combine(other.Path, "episodes.csv");
        File.WriteAllText(episodes, File.ReadAllText(episodes).Replace("A2C", "SAC", StringComparison.Ordinal));
        string path = Path.Combine(_folder.Path, "curves.html");

        RunFolderException refusal = Assert.Throws<RunFolderException>(() => RunPlots.PlotLearningCurves([_folder.Path, other.Path], path));

        Assert.Contains($"{other.Path} trained other agents than {_folder.Path}: PPO, SAC, momentum", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Run_without_training_is_refused()
    {
        string path = Path.Combine(_folder.Path, "rewards.html");

        Assert.Contains("has no episode of a training", Assert.Throws<RunFolderException>(() => RunPlots.PlotRewards(_folder.Path, path)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }
}
