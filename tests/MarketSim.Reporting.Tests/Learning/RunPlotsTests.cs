using System.Text;
using MarketSim.Agents.Population;
using MarketSim.Environments.Signals;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Page;
using MarketSim.Reporting.Tests.Runs;
using MarketSim.Results;
using MarketSim.Simulation.MultiAgent;

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
    public void System_that_has_trained_is_drawn_with_the_positions_of_each_of_its_agents_on_the_price()
    {
        Dictionary<string, string> small = new(StringComparer.Ordinal) { ["hiddenSize"] = "8" };
        var system = new MultiAgentMarketSystem(
            new MarketEnvironment(volatility: 0.001, noiseLevel: 0.9, signalHalfLifeSteps: 5, episodeSteps: 20),
            [new LearningAgent("PPO", parameters: small), new LearningAgent("A2C", parameters: small), new RuleBasedAgent("momentum")],
            options: new MultiAgentOptions { Folder = Path.Combine(_folder.Path, "training") });
        string path = Path.Combine(_folder.Path, "rewards.html");
        Assert.Contains("call Train first", Assert.Throws<InvalidOperationException>(() => system.PlotRewards(path)).Message, StringComparison.Ordinal);
        system.Train(1);
        system.PlotRewards(path);
        string before = File.ReadAllText(path);

        // Drawn again after more training.
        system.Train(1);
        system.PlotRewards(path);

        string html = File.ReadAllText(path);
        Assert.Contains("seed 1: 1 episodes.", before, StringComparison.Ordinal);
        Assert.Contains("seed 1: 2 episodes.", html, StringComparison.Ordinal);
        Assert.Contains("Positions on the price", html, StringComparison.Ordinal);
        IReadOnlyList<FigureLine> lines = RunPlots.PositionsOf(system.Training!.Folder, TrainingModel.Read(system.Training.Folder)!)!.Lines;
        Assert.Equal(["Mid-price", "ppo", "a2c", "momentum"], lines.Select(line => line.Name), StringComparer.Ordinal);
        Assert.All(lines, line => Assert.InRange(line.X.Length, 20, 800));
        Assert.Equal(
            system.Training.Episodes.Where(row => row.Episode == 1 && row.Agent < 2).Select(row => row.WealthChange != 0),
            lines.Skip(1).Take(2).Select(line => line.Y.Any(position => position != 0)));
        Assert.All(lines.Skip(1), line => Assert.InRange(line.Y.Where(double.IsFinite).Max(Math.Abs), 0, 100));
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
        CompetingAgentOutcome ended = CompetingAgentOutcome.Of(run).First(outcome => outcome.Name == "A2C");
        Assert.Equal([ended.LastReward, ended.LastReward], sections[3].Figure!.Lines[1].Y);

        // Equal trainings leave the bootstrap one value.
        string reward = Numbers.Significant(ended.LastReward);
        var table = new StringBuilder();
        sections[3].Table.WriteTo(table);
        string html = table.ToString();
        Assert.Contains("<td class=\"text\">interquartile mean, 95 %</td>", html, StringComparison.Ordinal);
        Assert.Contains($"<td>{reward} ({reward} to {reward})</td>", html, StringComparison.Ordinal);
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
