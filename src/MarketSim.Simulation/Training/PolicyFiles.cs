using MarketSim.Agents.PolicyTrading;
using MarketSim.Learning.Persistence;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Storage;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Training;

/// <summary>Writes the policies of a run as <c>policies/NAME.safetensors</c>, as its last checkpoint has them.</summary>
internal static class PolicyFiles
{
    /// <returns>How far their learners have come.</returns>
    public static async Task<IReadOnlyList<LearnerSummary>> WriteAsync(RunFolder folder, Scenario scenario, ICheckpointStore store, CheckpointManifest manifest)
    {
        ScenarioPolicy[] policies = [.. ScenarioPolicies.Of(scenario, new Population(scenario)).Where(policy => policy.Learns)];
        if (policies.Length == 0)
        {
            return [];
        }

        IReadOnlyList<byte[]> contents = await store.ReadAsync([.. policies.Select(policy => manifest.Part(PartNames.Policy(policy.Name)))]).ConfigureAwait(false);
        IReadOnlyList<byte[]> states = await store.ReadAsync([.. policies.Select(policy => manifest.Part(LearnerState.StatePart(policy.Name)))]).ConfigureAwait(false);
        string path = folder.PathOf(RunFolder.PoliciesFolder);
        Directory.CreateDirectory(path);
        for (int i = 0; i < policies.Length; i++)
        {
            DurableFolder.WriteFile(Path.Combine(path, $"{policies[i].Name}.safetensors"), FileOf(policies[i], TrainingMail.ReadWeights(contents[i])).ToBytes());
        }

        return [.. policies.Zip(contents, states).Select(learner => SummaryOf(learner.First, TrainingMail.ReadWeights(learner.Second).Version, learner.Third))];
    }

    private static LearnerSummary SummaryOf(ScenarioPolicy policy, PolicyVersion version, byte[] state) => new(
        policy.Name,
        policy.Agent.Algorithm.Title,
        policy.Agents,
        version.Version,
        version.Publication,
        LearnerState.ReadUpdates(state).Sum(update => update.Steps),
        LearnerState.ReadStop(state));

    private static SafetensorsFile FileOf(ScenarioPolicy definition, PublishedWeights published)
    {
        IPolicy policy = definition.CreatePolicy();
        AlgorithmDefinition algorithm = definition.Agent.Algorithm;
        var notes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["algorithm"] = algorithm.Title,
            ["policy"] = definition.Name,
            ["version"] = published.Version.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["observations"] = string.Join(' ', MarketObserver.Names),
            ["parameters"] = string.Join(' ', definition.Agent.Parameters.Definitions.Select(
                parameter => $"{parameter.Name}={ScenarioFormat.Parameter(parameter, definition.Agent.Parameters[parameter.Name])}")),
        };
        return ParameterFile.Of(algorithm.LayoutOf(policy), published.Weights, notes);
    }
}
