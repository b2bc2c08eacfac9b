using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Learning.Persistence;
using MarketSim.Learning.Policies;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Simulation.Training;

namespace MarketSim.Simulation.Evaluation;

/// <summary>The policies that a run has saved.</summary>
public static class TrainedPolicies
{
    /// <summary>Names of the groups of agents that learn in a scenario; empty when none does.</summary>
    public static IReadOnlyList<string> GroupsThatLearn(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario.Training is null ? [] : [.. scenario.Agents.Where(group => group.Learns).Select(group => group.Name)];
    }

    /// <summary>Reads <c>policies/*.safetensors</c> of a run.</summary>
    /// <returns>By the policy's name.</returns>
    /// <exception cref="RunFolderException">The run has saved none, or not all.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or of another architecture, algorithm or parameters than the scenario's, or not the one that the run wrote.</exception>
    public static IReadOnlyDictionary<string, FrozenPolicy> Read(RunFolder folder, Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(scenario);
        var policies = new Dictionary<string, FrozenPolicy>(StringComparer.Ordinal);
        foreach (PolicyDefinition policy in Learning(scenario))
        {
            string path = Path.Combine(folder.PathOf(RunFolder.PoliciesFolder), $"{policy.Name}.safetensors");
            if (!File.Exists(path))
            {
                throw new RunFolderException($"{folder.FullPath} has no policy {policy.Name}: {path} does not exist. Train it first, or resume the run until it is finished.");
            }

            byte[] content = File.ReadAllBytes(path);
            PolicyFiles.Require(SafetensorsFile.Parse(content, path), policy.Agent);
            FrozenPolicy weights = FrozenPolicy.Read(content, path, policy.Agent);
            if (folder.FindPolicySha256(policy.Name) is { } sha256 && sha256 != weights.Sha256)
            {
                throw new InvalidDataException(
                    $"{path} is not the policy that the run wrote: its SHA-256 is {weights.Sha256}, and {RunFolder.SummaryFile} has {sha256}.");
            }

            policies.Add(policy.Name, weights);
        }

        return policies;
    }

    /// <summary>The policies themselves, by name, to act or to export.</summary>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyDictionary<string, IPolicy> ReadPolicies(RunFolder folder, Scenario scenario)
    {
        IReadOnlyDictionary<string, FrozenPolicy> weights = Read(folder, scenario);
        return Learning(scenario).ToDictionary(policy => policy.Name, policy => weights[policy.Name].CreatePolicy(policy.Agent), StringComparer.Ordinal);
    }

    /// <summary>The scenario with all that learns frozen at these weights.</summary>
    /// <exception cref="ArgumentException">Weights of a policy are missing.</exception>
    public static Scenario Freeze(Scenario scenario, IReadOnlyDictionary<string, FrozenPolicy> policies)
    {
        ScenarioAgents Frozen(ScenarioAgents group)
        {
            if (group.Agent is not LearningAgent { Frozen: null } learning)
            {
                return group;
            }

            string name = learning.Policy ?? group.Name;
            return policies.TryGetValue(name, out FrozenPolicy? weights)
                ? group with { Agent = learning.Named(name).Freeze(weights with { Controller = ControllerOf(learning, name) }), Competes = group.Competes }
                : throw new ArgumentException($"Weights of policy {name}, by which group {group.Name} acts, are missing.", nameof(policies));
        }

        FrozenPolicy? ControllerOf(LearningAgent learning, string name)
        {
            if (learning.Controller is null)
            {
                return null;
            }

            return policies.TryGetValue(PolicyDefinition.ControllerNameOf(name), out FrozenPolicy? controller)
                ? controller
                : throw new ArgumentException($"Weights of policy {PolicyDefinition.ControllerNameOf(name)}, which picks the options of {name}, are missing.", nameof(policies));
        }

        return scenario with { Agents = [.. scenario.Agents.Select(Frozen)] };
    }

    private static IEnumerable<PolicyDefinition> Learning(Scenario scenario) =>
        PolicyDefinition.Of(scenario.ToMarket()).Where(policy => policy.Learns);
}
