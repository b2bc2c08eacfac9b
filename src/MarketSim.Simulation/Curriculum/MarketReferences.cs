using MarketSim.Agents.PolicyTrading.Baselines;
using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Replicas;
using MarketSim.Learning.Curriculum;
using MarketSim.Market.Fingerprints;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Statistics;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Curriculum;

/// <summary>The earnings of uniformly drawn actions and of the reference at a stage, in currency.</summary>
internal readonly record struct StageReference(double Random, double Reference);

/// <summary>
/// Measures the scale of scores: at each stage, agents that draw their actions and agents of the reference group trade in the place of those that are
/// evaluated, on the same markets. A function of the scenario alone, so that whichever node computes it finds the same.
/// </summary>
internal static class MarketReferences
{
    // Of the streams of a curriculum: its episodes have 0, those of references in environments 1.
    private const int SeedGroup = 2;

    /// <returns>By stage.</returns>
    /// <exception cref="InvalidOperationException">The reference does not beat uniformly drawn actions at a stage; the message says where, by how much, and what to do.</exception>
    public static IReadOnlyList<StageReference> Measure(Scenario scenario)
    {
        ScenarioCurriculum curriculum = scenario.Curriculum!;
        MarketAgent reference = scenario.Agents.First(group => group.Name == curriculum.Reference).Agent;
        var random = new Replica(With(scenario, static like => BaselineAgents.Random(like)).ToMarket());
        var best = new Replica(With(scenario, _ => reference).ToMarket());
        var references = new StageReference[curriculum.Stages.Count];
        for (int stage = 0; stage < references.Length; stage++)
        {
            RunningMoments uniform = Play(random, scenario, stage);
            RunningMoments known = Play(best, scenario, stage);
            RequireBetter(curriculum, stage, uniform, known);
            references[stage] = new StageReference(uniform.Mean, known.Mean);
        }

        return references;
    }

    private static Scenario With(Scenario scenario, Func<LearningAgent, MarketAgent> replacementOf) => scenario with
    {
        Agents =
        [
            .. scenario.Agents.Select(group => scenario.Curriculum!.Evaluates.Contains(group.Name, StringComparer.Ordinal)
                ? group with { Agent = replacementOf((LearningAgent)group.Agent), Competes = true }
                : group),
        ],
    };

    private static RunningMoments Play(Replica market, Scenario scenario, int stage)
    {
        MarketDefinition definition = scenario.ToMarket();
        int[] sizes = [.. scenario.Agents.Select(static group => group.Count)];
        IReadOnlyList<int> evaluated = definition.Curriculum!.EvaluatedGroups;
        int episodes = scenario.Curriculum!.Options.ReferenceEpisodes;
        var moments = new RunningMoments();
        for (int episode = 0; episode < episodes; episode++)
        {
            ulong seed = new RandomStream(scenario.Seed, RandomPurpose.Curriculum, SeedGroup, (stage * episodes) + episode).NextUInt64();
            ReplicaEpisode ended = market.Run(episode: 0, seed, Fingerprint.None(), stage);
            moments.Add(EpisodeReturn.Of([.. ended.Rows.Where(row => evaluated.Contains(row.Group))], replica: 0, sizes, scenario.Market.Instrument));
        }

        return moments;
    }

    private static void RequireBetter(ScenarioCurriculum curriculum, int stage, RunningMoments uniform, RunningMoments known)
    {
        int episodes = curriculum.Options.ReferenceEpisodes;
        double p = ReferenceTest.PValue(uniform, known, episodes);
        if (p >= ReferenceTest.Significance)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant($"At stage {stage} ({curriculum.Stages[stage].Name}) the reference {curriculum.Reference} earns {known.Mean:0.##} and uniformly drawn actions {uniform.Mean:0.##}, over {episodes} episodes each: the reference does not beat them (p = {p:0.000}), so scores of that stage would mean nothing. Make the stage easier, name another curriculum.reference, give more referenceEpisodes, or say with curriculum.success what a success is."));
        }
    }
}
