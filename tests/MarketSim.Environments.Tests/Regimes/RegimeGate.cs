using System.Collections.Concurrent;
using System.Globalization;
using MarketSim.Environments.Regimes;
using MarketSim.Numerics.Statistics;
using MarketSim.TestKit;
using Xunit.Abstractions;

namespace MarketSim.Environments.Tests.Regimes;

/// <summary>
/// What hierarchies must show on a market of two time scales: ten seeds each, settings tuned beforehand on another seed, six settings for each
/// policy alike (the table in HIERARCHICAL.md). Results over seeds are interquartile means with 95 % intervals of the bootstrap.
/// </summary>
public sealed class RegimeGate(ITestOutputHelper output)
{
    /// <summary>The best of six, on seed 101.</summary>
    private static readonly Dictionary<RegimePolicy, RegimeTuning> Tuned = new()
    {
        [RegimePolicy.Hierarchical] = new(1e-3, 0.01, 3e-3),
        [RegimePolicy.HierarchicalWithRewards] = new(1e-3, 0.01, 3e-3),
        [RegimePolicy.Flat] = new(1e-3, 0.03),
        [RegimePolicy.ActionRepeat] = new(3e-4),
        [RegimePolicy.Recurrent] = new(3e-3, 0.03),
    };

    private static readonly RegimeTuning[] TriedFlat = [new(3e-4), new(1e-3), new(3e-3), new(3e-4, 0.03), new(1e-3, 0.03), new(3e-3, 0.03)];

    private static readonly RegimeTuning[] TriedHierarchical = [new(3e-4), new(1e-3), new(3e-3), new(3e-4, 0.01, 3e-3), new(1e-3, 0.01, 3e-3), new(1e-3, 0.03, 3e-3)];

    private static ulong[] Seeds => [.. Enumerable.Range(1, int.Parse(Variable("MARKETSIM_SEEDS", "10"), CultureInfo.InvariantCulture)).Select(seed => (ulong)seed)];

    private static RegimePolicy[] Policies =>
        [.. Variable("MARKETSIM_CONTESTANTS", string.Join(',', Tuned.Keys)).Split(',').Select(Enum.Parse<RegimePolicy>)];

    private static RegimeExperiment Experiment => new() { Steps = long.Parse(Variable("MARKETSIM_STEPS", "200000"), CultureInfo.InvariantCulture) };

    [LongFact(nameof(RegimeGate))]
    public void Tuning_is_the_same_for_all()
    {
        (RegimePolicy, RegimeTuning, ulong)[] trainings = [.. Policies.SelectMany(policy => TriedBy(policy).Select(tuning => (policy, tuning, 101UL)))];
        foreach (RegimeOutcome tried in Run(trainings))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tried.Policy} {tried.Tuning}: {tried.Score:F3}"));
        }
    }

    [LongFact(nameof(RegimeGate))]
    public void Hierarchy_comes_near_the_best_controller_and_is_above_what_has_none()
    {
        RegimeOutcome[] outcomes = Run([.. Policies.SelectMany(policy => Seeds.Select(seed => (policy, Tuned[policy], seed)))]);
        var means = new Dictionary<RegimePolicy, InterquartileMean>();
        foreach (IGrouping<RegimePolicy, RegimeOutcome> own in outcomes.GroupBy(outcome => outcome.Policy))
        {
            means[own.Key] = InterquartileMean.Of([.. own.Select(outcome => outcome.Score)]);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{own.Key}: {means[own.Key].Value:F3} [{means[own.Key].Interval.Lower:F3}, {means[own.Key].Interval.Upper:F3}], {own.First().Parameters} parameters; {string.Join(' ', own.Select(outcome => outcome.Score.ToString("F3", CultureInfo.InvariantCulture)))}"));
            if (own.First().RegimeInformation is not null)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  information of option and regime: {string.Join(' ', own.Select(outcome => outcome.RegimeInformation!.Value.ToString("F3", CultureInfo.InvariantCulture)))}; p at most {own.Max(outcome => outcome.PermutationP):F3}"));
            }
        }

        RegimeOutcome[] hierarchies = [.. outcomes.Where(outcome => outcome.Policy == RegimePolicy.Hierarchical)];
        InterquartileMean hierarchy = means[RegimePolicy.Hierarchical];
        Assert.True(hierarchy.Value >= 0.9, $"The normalised score is {hierarchy.Value:F3}.");
        foreach (RegimePolicy other in means.Keys.Where(other => other is not (RegimePolicy.Hierarchical or RegimePolicy.HierarchicalWithRewards)))
        {
            Assert.True(hierarchy.Interval.Lower > means[other].Interval.Upper, $"{other} reaches {means[other]}, the hierarchy {hierarchy}.");
        }

        Assert.True(InterquartileMean.Of([.. hierarchies.Select(outcome => outcome.RegimeInformation!.Value)]).Value >= 0.3);
        Assert.True(hierarchies.Count(outcome => outcome.PermutationP < 0.01) > hierarchies.Length / 2);
        int most = outcomes.Max(outcome => outcome.Parameters);
        Assert.All(outcomes, outcome => Assert.InRange(outcome.Parameters, most / 1.1, most));
    }

    private RegimeOutcome[] Run((RegimePolicy Policy, RegimeTuning Tuning, ulong Seed)[] trainings)
    {
        RegimeExperiment experiment = Experiment;
        var outcomes = new ConcurrentDictionary<int, IReadOnlyList<RegimeOutcome>>();
        int threads = int.Parse(Variable("MARKETSIM_THREADS", "2"), CultureInfo.InvariantCulture);
        Parallel.For(0, trainings.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            outcomes[i] = experiment.Run(trainings[i].Policy, trainings[i].Tuning, trainings[i].Seed));
        return [.. Enumerable.Range(0, trainings.Length).SelectMany(i => outcomes[i])];
    }

    private static RegimeTuning[] TriedBy(RegimePolicy policy) =>
        policy is RegimePolicy.Hierarchical or RegimePolicy.HierarchicalWithRewards ? TriedHierarchical : TriedFlat;

    private static string Variable(string name, string otherwise) => Environment.GetEnvironmentVariable(name) ?? otherwise;
}
