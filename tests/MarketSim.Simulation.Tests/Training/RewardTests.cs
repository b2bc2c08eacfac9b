using System.Globalization;
using MarketSim.Results;
using MarketSim.Results.Tests;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Tests.Markets;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Tests.Running;

namespace MarketSim.Simulation.Tests.Training;

public sealed class RewardTests
{
    /// <summary>Largest position 100 units of 100.00, a ten-thousandth of it.</summary>
    private const double RewardUnit = 1.0;

    [Fact]
    public async Task Plain_rewards_are_the_change_of_wealth_after_costs()
    {
        using var folder = new TemporaryFolder();
        CsvTable learners = await LearnersOf(SmallTraining.Yaml.Replace("competitiveRewards: true", "competitiveRewards: false", StringComparison.Ordinal), folder);

        Assert.All(learners.Texts("reward").Zip(learners.Texts("wealth_change")), pair => Assert.Equal(Number(pair.Second) / RewardUnit, Number(pair.First), 0.001));
        Assert.Contains(learners.Texts("wealth_change"), change => Math.Abs(Number(change)) > 1);
    }

    [Fact]
    public async Task Competitive_rewards_are_the_change_of_wealth_less_the_mean_of_the_others()
    {
        using var folder = new TemporaryFolder();
        CsvTable learners = await LearnersOf(SmallTraining.Yaml.Replace("competes: true", "competes: false", StringComparison.Ordinal), folder);

        foreach (string episode in (string[])["0", "1", "2"])
        {
            CsvTable rows = learners.Where("episode", episode);
            double[] wealth = [.. rows.Texts("wealth_change").Select(Number)];
            double[] rewards = [.. rows.Texts("reward").Select(Number)];
            Assert.Equal(4, wealth.Length);
            for (int agent = 0; agent < wealth.Length; agent++)
            {
                double others = (wealth.Sum() - wealth[agent]) / (wealth.Length - 1);
                Assert.Equal((wealth[agent] - others) / RewardUnit, rewards[agent], 0.001);
            }
        }
    }

    [Fact]
    public async Task Without_impact_prices_are_the_same_whatever_learners_do_and_nothing_is_made_or_lost()
    {
        string yaml = SmallTraining.Yaml.Replace("competitiveRewards: true", "competitiveRewards: true, marketImpact: false", StringComparison.Ordinal);
        using var some = new TemporaryFolder();
        using var more = new TemporaryFolder();
        CsvTable first = await LearnersOf(yaml, some);
        CsvTable second = await LearnersOf(yaml.Replace("batchSize: 16 }", "batchSize: 16, orderSize: 45 }", StringComparison.Ordinal), more);

        Assert.Equal(File.ReadAllText(some[RunFolder.BookFile]), File.ReadAllText(more[RunFolder.BookFile]));
        Assert.NotEqual(first.Texts("wealth_change"), second.Texts("wealth_change"), StringComparer.Ordinal);
        Assert.Contains(first.Numbers("volume"), volume => volume > 0);
    }

    private static async Task<CsvTable> LearnersOf(string yaml, TemporaryFolder folder)
    {
        Scenario scenario = SmallTraining.Scenario(yaml: yaml, everyTicks: 50);
        await SimulationRun.StartAsync(scenario, folder.Path, SmallMarket.Options());
        return new CsvTable(folder[RunFolder.EpisodesFile]).Where("policy", policy => policy.Length > 0);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
