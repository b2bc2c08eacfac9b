using MarketSim.Agents.Population;
using MarketSim.Numerics.Randomness;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Evaluation;

/// <summary>
/// Plays trained policies, and everybody that they are compared with, on markets that no training has seen: one group after the other gives its place to
/// each policy, all other learners act by their trained weights and learn nothing.
/// </summary>
public static class MarketPolicyEvaluation
{
    /// <summary>The stream of seeds of evaluations: no replica of a market that trains has this number.</summary>
    private const int EvaluationGroup = ushort.MaxValue;

    /// <param name="scenario">That the policies were trained in.</param>
    /// <param name="policies">Weights by the policy's name, e.g. of <see cref="TrainedPolicies.Read"/>.</param>
    /// <returns>In order of (group, policy, episode).</returns>
    /// <exception cref="ArgumentException">A group does not learn in this scenario, or there is no policy of a name to compare with, or a policy's weights are missing or of another architecture.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static IReadOnlyList<EvaluatedEpisode> Run(
        Scenario scenario, IReadOnlyDictionary<string, FrozenPolicy> policies, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(policies);
        options ??= new EvaluationOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Episodes, 1, nameof(options));
        if (options.Against?.FirstOrDefault(name => !OthersIn(scenario).Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new ArgumentException($"{unknown} is nobody to compare with in {scenario.Name}; those are {string.Join(", ", OthersIn(scenario))}.", nameof(options));
        }

        Scenario frozen = TrainedPolicies.Freeze(scenario, policies);
        ulong marketSeed = options.MarketSeed ?? scenario.Seed;
        List<Trial> trials = [.. GroupsOf(scenario, options).SelectMany(group => EvaluatedPolicy
            .For(frozen, group)
            .Where(policy => policy.Name == EvaluatedPolicy.Trained || options.Against?.Contains(policy.Name, StringComparer.Ordinal) != false)
            .Select(policy => new Trial(policy.InPlaceOf(group, frozen) with { Seed = marketSeed }, group, policy.Name)))];
        var results = new EvaluatedEpisode[trials.Count * options.Episodes];
        int done = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Threads), CancellationToken = options.Interrupt };
        Parallel.ForEach(trials.Select((trial, number) => (trial, number)), parallel, pair =>
        {
            var market = new EvaluatedPolicyMarket(pair.trial.Scenario, pair.trial.Group, pair.trial.Policy, options);
            for (int episode = 0; episode < options.Episodes; episode++)
            {
                options.Interrupt.ThrowIfCancellationRequested();
                int number = options.FirstEpisode + episode;
                results[(pair.number * options.Episodes) + episode] = market.Play(number, SeedOf(marketSeed, number));
                options.Progress?.Invoke(Interlocked.Increment(ref done), results.Length);
            }
        });
        return results;
    }

    /// <summary>Names of all that the trained policies of a scenario can be compared with.</summary>
    public static IReadOnlyList<string> OthersIn(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        int learning = scenario.Agents.ToList().FindIndex(group => group.Agent is LearningAgent);
        return learning < 0 ? [] : [.. EvaluatedPolicy.For(scenario, learning).Skip(1).Select(policy => policy.Name)];
    }

    /// <summary>The seed of a market that policies are evaluated in.</summary>
    /// <param name="seed">Of the scenario, or <see cref="EvaluationOptions.MarketSeed"/>.</param>
    public static ulong SeedOf(ulong seed, int episode) => new RandomStream(seed, RandomPurpose.Episode, EvaluationGroup, episode).NextUInt64();

    private static IEnumerable<int> GroupsOf(Scenario scenario, EvaluationOptions options)
    {
        IReadOnlyList<string> learning = TrainedPolicies.GroupsThatLearn(scenario);
        IReadOnlyList<string> wanted = options.Groups ?? learning;
        if (wanted.FirstOrDefault(name => !learning.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new ArgumentException($"{unknown} is not a group that learns in {scenario.Name}; those are {string.Join(", ", learning)}.", nameof(options));
        }

        return wanted.Select(name => scenario.Agents.ToList().FindIndex(group => group.Name == name));
    }

    private sealed record Trial(Scenario Scenario, int Group, string Policy);
}
