using System.Globalization;
using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Evaluation;
using MarketSim.Simulation.Training;
using Xunit.Abstractions;

namespace MarketSim.Simulation.Tests.Evaluation;

/// <summary>
/// What the background flow of multi-agent-training is worth to who knows it: nobody has learned anything here, all learners act by their first weights. MARKETSIM_LONG=1
/// takes 200 markets; MULTIAGENT.md keeps what was seen.
/// </summary>
public sealed class MultiAgentMarketGate(ITestOutputHelper output)
{
    [Fact]
    public void Script_that_knows_the_flow_earns_and_an_untrained_learner_loses()
    {
        bool isLong = LongTests.AreAskedFor;
        Scenario scenario = ScenarioCatalog.Read("multi-agent-training");
        Dictionary<string, FrozenPolicy> untrained = PolicyDefinition.Of(scenario.ToMarket()).ToDictionary(
            policy => policy.Name, policy => new FrozenPolicy("untrained", string.Empty, policy.CreatePolicy().Weights.ToArray()), StringComparer.Ordinal);

        IReadOnlyList<EvaluatedEpisode> episodes = MarketPolicyEvaluation.Run(
            scenario, untrained, new EvaluationOptions { Episodes = isLong ? 200 : 3, Groups = ["ppo"], Threads = Environment.ProcessorCount });

        foreach (IGrouping<string, EvaluatedEpisode> policy in episodes.GroupBy(row => row.Policy, StringComparer.Ordinal))
        {
            double mean = policy.Average(row => row.WealthChange);
            double deviation = Math.Sqrt(policy.Average(row => (row.WealthChange - mean) * (row.WealthChange - mean)));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{policy.Key}: {mean:0.00} ± {1.96 * deviation / Math.Sqrt(policy.Count()):0.00} (deviation {deviation:0.0}, volume {policy.Average(row => row.Volume):0})"));
        }

        double script = episodes.Where(row => row.Policy == "oracle").Average(row => row.WealthChange);
        Assert.True(script > 0, $"the oracle earned {script}");
        Assert.True(episodes.Where(row => row.Policy == EvaluatedPolicy.Untrained).Average(row => row.WealthChange) < 0);
        Assert.Equal(episodes.Where(row => row.Policy == EvaluatedPolicy.Untrained).Select(row => row.WealthChange), episodes.Where(row => row.Policy == EvaluatedPolicy.Trained).Select(row => row.WealthChange));
    }
}
