using MarketSim.Agents.Parameters;
using MarketSim.Agents.Population;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;

namespace MarketSim.Agents.PolicyTrading.Cloning;

/// <summary>Computes the initial weights of a learner from an expert's demonstrations: of PPO and A2C its policy, of a hierarchical agent each of its options.</summary>
public static class CloneStart
{
    // Every fifth episode is held out; training ends when its loss has not improved for ten epochs.
    private const int HoldOutEvery = 5;
    private const int Patience = 10;

    /// <summary>The reason why an agent cannot begin as a clone, as a sentence with the remedy; null when it can.</summary>
    public static string? Conflict(LearningAgent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        if (agent.ActsOnTorch || agent.Algorithm.LearnsFromDemonstrations || agent.Algorithm.Name == "sac" || IsSacOptions(agent))
        {
            return $"{agent.Algorithm.Title} cannot begin as a clone here; PPO, A2C and hierarchical agents whose optionAlgorithm is ppo or a2c can. Leave start out, or choose one of those.";
        }

        var task = new LearningTask(agent.ObservationSpace, agent.ActionSpace, Seed: 0, Index: 0, agent.Parameters, StepsPerRound: 1, ExpectedSteps: 1);
        ParameterLayout clone = OptionsOf(agent.Parameters).PolicyOptions().CreatePolicy(agent.ObservationSpace, agent.ActionSpace, seed: 0).Layout;
        foreach (ParameterBlock block in agent.Algorithm.LayoutOf(agent.Algorithm.CreatePolicy(task)).Blocks)
        {
            if (!clone.Blocks.Any(cloned => cloned.Name == NameOf(agent, block) && cloned.Shape.SequenceEqual(block.Shape)))
            {
                return $"A clone has plain layers, and block {block.Name} of this policy is of another kind; leave valueHiddenSize, stateDependentExploration and network at their defaults, or leave start out.";
            }
        }

        return IsAtDefault(agent.Parameters, "activation") ? null : "A clone has tanh layers; leave activation at its default, or leave start out.";
    }

    /// <summary>Clones the expert.</summary>
    /// <param name="task">Task of the policy whose weights are computed.</param>
    /// <param name="demonstrations">Episodes of the expert, in the order in which they were recorded.</param>
    /// <param name="epochs">Passes through them, at least 1.</param>
    /// <param name="figures">Figures of the clone's fit, by name.</param>
    /// <returns>As <see cref="IPolicy.Weights"/> of the policy.</returns>
    public static float[] Weights(LearningAgent agent, LearningTask task, IReadOnlyList<Trajectory> demonstrations, int epochs, out IReadOnlyDictionary<string, double> figures)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(task);
        var options = new CloningLearnerOptions { EpochsPerUpdate = epochs, HoldOutEvery = HoldOutEvery, Cloning = OptionsOf(agent.Parameters) };
        var learner = new CloningLearner(agent.ObservationSpace, agent.ActionSpace, options, task.LearnerSeed);
        figures = learner.Learn(demonstrations);
        ActorCriticPolicy clone = learner.ActorCritic;
        ParameterLayout layout = agent.Algorithm.LayoutOf(agent.Algorithm.CreatePolicy(task));
        float[] weights = new float[layout.Size];
        foreach (ParameterBlock block in layout.Blocks)
        {
            clone.Layout[NameOf(agent, block)].Of(clone.Weights).CopyTo(block.Of(weights.AsSpan()));
        }

        return weights;
    }

    private static CloningOptions OptionsOf(ParameterSet parameters) => new()
    {
        HiddenSizes = [.. Enumerable.Repeat(parameters.Count("hiddenSize"), parameters.Count("hiddenLayers"))],
        LstmSize = parameters.Count("lstmSize") is > 0 and int size ? size : null,
        NormalizeObservations = !IsAtDefault(parameters, "observations"),
        Patience = Patience,
    };

    // The block of the clone: in a hierarchy, the block's name without the option's prefix.
    private static string NameOf(LearningAgent agent, ParameterBlock block) =>
        agent.Algorithm.Hierarchy is null ? block.Name : block.Name[(block.Name.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static bool IsSacOptions(LearningAgent agent) =>
        agent.Algorithm.Hierarchy is not null && agent.Parameters.Definitions.First(static definition => definition.Name == "optionAlgorithm").Choices[agent.Parameters.Count("optionAlgorithm")] == "sac";

    private static bool IsAtDefault(ParameterSet parameters, string name) =>
        parameters.Definitions.FirstOrDefault(definition => definition.Name == name) is not { } definition || parameters[name].Equals(definition.Default);
}
