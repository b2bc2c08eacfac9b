using MarketSim.Environments.Bars;
using MarketSim.Environments.Bars.Rules;
using MarketSim.Experiments.Bars.Training;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Randomness;
using MarketSim.Results;
using MarketSim.Scenarios.Bars;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Experiments.Bars.Evaluation;

/// <summary>
/// Plays the trained policies of a run on bars: each on the test bars of its own fold and no others, beside rules that know nothing of the training, with
/// the same costs, impact and bars.
/// </summary>
public static class BarsEvaluation
{
    // No training draws actions from this group.
    private const int EvaluationGroup = ushort.MaxValue;

    private const int RandomSeeds = 5;

    /// <param name="task">With the scenario of the run.</param>
    /// <param name="options">Groups are learners; numbers of episodes have no meaning here.</param>
    /// <returns>In order of (learner, policy, fold, seed).</returns>
    /// <exception cref="RunFolderException">A policy is missing.</exception>
    /// <exception cref="InvalidDataException">A policy's file is damaged, or of another architecture.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static IReadOnlyList<BarsTestPath> Run(BarsTask task, RunFolder folder, EvaluationOptions options)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        var files = new BarsFolder(folder);
        List<Trial> trials = [.. task.Scenario.Learners
            .Where(learner => options.Groups is null || options.Groups.Contains(learner.Name, StringComparer.Ordinal))
            .SelectMany(learner => Trials(task, learner, files, options.IsDeterministic))];
        var paths = new BarsTestPath[trials.Count];
        int done = 0;
        Parallel.For(0, trials.Count, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Threads), CancellationToken = options.Interrupt }, number =>
        {
            Trial trial = trials[number];
            (double reward, IReadOnlyList<BarsTestStep> steps) = BarsTest.Play(task, trial.Fold, trial.Trader);
            paths[number] = new BarsTestPath(trial.Learner, trial.Policy, trial.Fold, trial.Seed, reward, steps);
            options.Progress?.Invoke(Interlocked.Increment(ref done), trials.Count);
        });
        return paths;
    }

    private static IEnumerable<Trial> Trials(BarsTask task, BarsLearner learner, BarsFolder files, bool isDeterministic)
    {
        int folds = task.Folds.Count;
        double lowest = task.Scenario.Environment.Actions.MinShare;
        IEnumerable<Trial> Policies(string policy, Func<BarsTrainingName, IPolicy> policyOf) => task.Trainings
            .Where(training => training.Learner.Name == learner.Name)
            .Select(training => new Trial(
                learner.Name, policy, training.Fold, training.Seed, new PolicyTrader(policyOf(training), isDeterministic, Stream(task, training.Fold, training.Seed))));
        IEnumerable<Trial> Rule(string policy, IBarRule rule) =>
            Enumerable.Range(0, folds).Select(fold => new Trial(learner.Name, policy, fold, 0, new RuleTrader(rule, lowest)));
        return
        [
            .. Policies("trained", training => files.ReadPolicy(training, task.CreatePolicy(training))),
            .. Policies("untrained", task.CreatePolicy),
            .. Rule("flat", new FlatRule()),
            .. Rule("buy_and_hold", new BuyAndHoldRule()),
            .. Rule("momentum", new MomentumRule()),
            .. Rule("mean_reversion", new MeanReversionRule()),
            .. Enumerable.Range(0, folds).SelectMany(fold => Enumerable.Range(0, RandomSeeds)
                .Select(seed => new Trial(learner.Name, "random", fold, seed, new RandomTrader(Stream(task, fold, seed))))),
        ];
    }

    private static RandomStream Stream(BarsTask task, int fold, int seed) =>
        new(new RandomStream(task.Scenario.Seed, RandomPurpose.Episode, EvaluationGroup, fold).NextUInt64(), RandomPurpose.ActionSampling, EvaluationGroup, seed);

    private sealed record Trial(string Learner, string Policy, int Fold, int Seed, IBarsTrader Trader);
}
