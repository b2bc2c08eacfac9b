using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Hierarchical;

namespace MarketSim.Reporting.Tests.Learning;

public sealed class HierarchicalPlotsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-hierarchical-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Five_lines_train_evaluate_draw_and_save()
    {
        string path = Path.Combine(_folder, "option-usage.html");
        var agent = new HierarchicalRL(CartPole.Version1(), numOptions: 3, metaModelType: "PPO", optionModelType: "PPO");
        agent.Train(totalTimesteps: 6_000);
        Assert.Equal(2, agent.Evaluate(numEpisodes: 2).Returns.Count);
        agent.PlotOptionUsage(path);
        agent.Save(Path.Combine(_folder, "trader.model"));

        string page = File.ReadAllText(path);
        Assert.Contains("3 options, PPO over PPO", page, StringComparison.Ordinal);
        Assert.All(
            ["Use of the options", "Reward by option", "Duration", "Switches", "Entropy of use", "Mutual information", "Option 2"],
            title => Assert.Contains(title, page, StringComparison.Ordinal));
        Assert.Contains("Mean return", File.ReadAllText(agent.PlotLearningCurve(Path.Combine(_folder, "curve.html"))), StringComparison.Ordinal);

        // A loaded training draws what it was saved with.
        HierarchicalRL resumed = HierarchicalRL.Resume(Path.Combine(_folder, "trader.model"), CartPole.Version1());
        Assert.Equal(page, File.ReadAllText(resumed.PlotOptionUsage(Path.Combine(_folder, "again.html"))));
    }

    [Fact]
    public void A_plot_before_training_is_refused_with_the_remedy()
    {
        var agent = new HierarchicalRL(CartPole.Version1());

        Assert.Contains("Call Train first", Assert.Throws<InvalidOperationException>(() => agent.PlotOptionUsage(Path.Combine(_folder, "none.html"))).Message, StringComparison.Ordinal);
        Assert.Contains("Call Train first", Assert.Throws<InvalidOperationException>(() => agent.PlotLearningCurve(Path.Combine(_folder, "none.html"))).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }
}
