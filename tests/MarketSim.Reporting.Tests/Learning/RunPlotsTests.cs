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
    public void Run_without_training_is_refused()
    {
        string path = Path.Combine(_folder.Path, "rewards.html");

        Assert.Contains("has no episode of a training", Assert.Throws<RunFolderException>(() => RunPlots.PlotRewards(_folder.Path, path)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }
}
