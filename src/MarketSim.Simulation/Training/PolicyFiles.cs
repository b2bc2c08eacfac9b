using System.Security.Cryptography;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Persistence;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Storage;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Training;

/// <summary>Writes the policies of a run as <c>policies/NAME.safetensors</c>, as its last checkpoint has them.</summary>
public static class PolicyFiles
{
    private const string AlgorithmNote = "algorithm";
    private const string ParametersNote = "parameters";

    /// <summary>Refuses a policy's file that was saved of another algorithm or with other parameters than the scenario gives: it would see and act otherwise than it learned to.</summary>
    /// <exception cref="InvalidDataException">It was; the message says what differs.</exception>
    internal static void Require(SafetensorsFile file, LearningAgent agent)
    {
        string algorithm = file.FindNote(AlgorithmNote);
        if (algorithm != agent.Algorithm.Title)
        {
            throw new InvalidDataException($"{file.Source} is a policy of {algorithm}; the scenario has {agent.Algorithm.Title} there.");
        }

        string[] saved = file.FindNote(ParametersNote).Split(' ');
        string[] given = [.. Settings(agent)];
        string? other = given.Except(saved, StringComparer.Ordinal).FirstOrDefault() ?? saved.Except(given, StringComparer.Ordinal).FirstOrDefault();
        if (other is not null)
        {
            string name = other.Split('=')[0];
            throw new InvalidDataException(
                $"{file.Source} was trained with {Setting(saved, name)}; the scenario has {Setting(given, name)}.");
        }
    }

    /// <summary>Writes the policies of a run that learn.</summary>
    /// <param name="folder">Of the run.</param>
    /// <param name="store">Holds the parts of <paramref name="manifest"/>.</param>
    /// <param name="manifest">Of the checkpoint to write them from.</param>
    /// <returns>Progress of their learners.</returns>
    public static async Task<IReadOnlyList<LearnerSummary>> WriteAsync(RunFolder folder, Scenario scenario, ICheckpointStore store, CheckpointManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(manifest);
        PolicyDefinition[] policies = [.. PolicyDefinition.Of(scenario.ToMarket()).Where(policy => policy.Learns)];
        if (policies.Length == 0)
        {
            return [];
        }

        IReadOnlyList<byte[]> contents = await store.ReadAsync([.. policies.Select(policy => manifest.Part(PartNames.Policy(policy.Name)))]).ConfigureAwait(false);
        IReadOnlyList<byte[]> states = await store.ReadAsync([.. policies.Select(policy => manifest.Part(LearnerState.StatePart(policy.Name)))]).ConfigureAwait(false);
        string path = folder.PathOf(RunFolder.PoliciesFolder);
        Directory.CreateDirectory(path);
        var summaries = new LearnerSummary[policies.Length];
        for (int i = 0; i < policies.Length; i++)
        {
            PublishedWeights published = TrainingMessageCodec.DecodeWeights(contents[i]);
            byte[] file = FileOf(policies[i], published).ToBytes();
            DurableFolder.WriteFile(Path.Combine(path, $"{policies[i].Name}.safetensors"), file);
            summaries[i] = SummaryOf(policies[i], published.Version, states[i], Convert.ToHexStringLower(SHA256.HashData(file)));
        }

        return summaries;
    }

    private static IEnumerable<string> Settings(LearningAgent agent) => agent.Parameters.Written.Select(
        parameter => $"{parameter.Name}={ScenarioFormat.Parameter(parameter, agent.Parameters[parameter.Name])}");

    private static string Setting(string[] settings, string name) =>
        settings.FirstOrDefault(setting => setting.StartsWith($"{name}=", StringComparison.Ordinal)) ?? $"no parameter {name}";

    private static LearnerSummary SummaryOf(PolicyDefinition policy, PolicyVersion version, byte[] state, string sha256) => new(
        policy.Name,
        policy.Agent.Algorithm.Title,
        policy.Agents,
        version.Version,
        version.WeightsVersion,
        LearnerState.ReadUpdates(state).Sum(update => update.Steps),
        LearnerState.ReadStop(state),
        sha256);

    private static SafetensorsFile FileOf(PolicyDefinition definition, PublishedWeights published)
    {
        IPolicy policy = definition.CreatePolicy();
        AlgorithmDefinition algorithm = definition.Agent.Algorithm;
        var notes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [AlgorithmNote] = algorithm.Title,
            ["policy"] = definition.Name,
            ["version"] = published.Version.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["observations"] = string.Join(' ', MarketObserver.NamesOf(definition.Agent.Book)),
            [ParametersNote] = string.Join(' ', Settings(definition.Agent)),
        };
        return ParameterFile.Of(algorithm.LayoutOf(policy), published.Weights.Span, notes);
    }
}
