using MarketSim.Agents.PolicyTrading.Cloning;
using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Persistence;
using MarketSim.Learning.Rollouts;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Imitation;

/// <summary>Lets a learner begin as a clone of an expert of its market. A function of the scenario alone, so that whichever node computes it finds the same.</summary>
internal static class ImitatedStart
{
    /// <summary>Watches the expert, clones it, and gives the learner the clone's weights.</summary>
    /// <param name="policy">Of the learner, which has learned nothing yet.</param>
    /// <returns>Figures of the clone's fit, by name.</returns>
    /// <exception cref="ScenarioException">The expert decided nothing.</exception>
    public static IReadOnlyDictionary<string, double> Apply(ILearner learner, Scenario scenario, PolicyDefinition policy)
    {
        ImitationStart start = policy.Agent.Imitates!;
        IReadOnlyList<Trajectory> shown = ExpertRecorder.Trajectories(scenario, start.Expert, start.Episodes, policy.Groups[0].Name);
        float[] weights = CloneStart.Weights(policy.Agent, policy.Task, shown, start.Epochs, out IReadOnlyDictionary<string, double> figures);
        PolicyStart.Apply(learner, weights);
        return figures.ToDictionary(static figure => $"start/{figure.Key[(figure.Key.IndexOf('/', StringComparison.Ordinal) + 1)..]}", static figure => figure.Value, StringComparer.Ordinal);
    }
}
