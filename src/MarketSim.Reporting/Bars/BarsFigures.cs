using MarketSim.Experiments.Bars.Evaluation;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Evaluations;
using MarketSim.Scenarios.Bars;

namespace MarketSim.Reporting.Bars;

/// <summary>The results of evaluated policies on test bars, all folds together: figures are annual, in per cent of wealth.</summary>
/// <param name="Policies">Of each learner in turn: the trained policies (means over their seeds), each seed where there are several, then the others.</param>
/// <param name="Blocks">Stretches of test bars that the intervals are over.</param>
/// <param name="BlockBars">Bars of a stretch, roughly: a month.</param>
public sealed record BarsFigures(IReadOnlyList<EvaluatedPolicyFigures> Policies, int Blocks, int BlockBars)
{
    private const double MonthsPerYear = 12;
    private const double Percent = 100;

    /// <summary>The explanation of the numbers, in a sentence or two.</summary>
    public string Explanation =>
        $"Per cent of wealth per year after costs and impact, on test bars only; Sharpe ratio annual; drawdown of the equity over all folds in per cent; turnover in multiples of wealth per year. "
        + $"Intervals of 95 % are over {Blocks} stretches of about {BlockBars} test bars, on each of which results are means over training seeds: they tell of randomness in the market, the rows of the seeds of randomness in training.";

    /// <param name="seed">Of the bootstrap: equal paths and seeds give equal figures.</param>
    internal static BarsFigures Of(BarsTask task, IReadOnlyList<BarsTestPath> paths, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(paths);
        int blockBars = BlockBarsOf(task);
        var figures = new List<EvaluatedPolicyFigures>();
        foreach (IGrouping<string, BarsTestPath> learner in paths.GroupBy(path => path.Learner, StringComparer.Ordinal))
        {
            (string Name, TestSeries[] Seeds)[] policies =
                [.. learner.GroupBy(path => path.Policy, StringComparer.Ordinal).Select(played => (played.Key, SeriesOf(played, blockBars)))];
            TestSeries[] trained = policies.First(policy => policy.Name == EvaluatedPolicyFigures.Trained).Seeds;
            foreach ((string name, TestSeries[] seeds) in policies)
            {
                figures.Add(Of(task, learner.Key, name, seeds, trained, new RandomStream(seed, RandomPurpose.Resampling, 0, figures.Count)));
                for (int number = 0; name == EvaluatedPolicyFigures.Trained && seeds.Length > 1 && number < seeds.Length; number++)
                {
                    string own = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"seed_{number + 1}");
                    figures.Add(Of(task, learner.Key, own, [seeds[number]], trained, new RandomStream(seed, RandomPurpose.Resampling, 0, figures.Count)));
                }
            }
        }

        return new BarsFigures(figures, figures.Count > 0 ? figures.Max(row => row.Episodes) : 0, blockBars);
    }

    /// <summary>The seeds of one policy, each over all folds.</summary>
    internal static TestSeries[] SeriesOf(IEnumerable<BarsTestPath> played, int blockBars) =>
        [.. played.GroupBy(path => path.Seed).OrderBy(seed => seed.Key).Select(seed => new TestSeries([.. seed.OrderBy(path => path.Fold)], blockBars))];

    /// <summary>A month of bars, and at most half of a test.</summary>
    internal static int BlockBarsOf(BarsTask task) =>
        Math.Max(1, Math.Min((int)Math.Round(task.AnnualBars / MonthsPerYear), task.Scenario.Split.TestBars / 2));

    private static EvaluatedPolicyFigures Of(BarsTask task, string learner, string policy, TestSeries[] seeds, TestSeries[] trained, RandomStream random)
    {
        double annual = task.AnnualBars * Percent;
        double root = Math.Sqrt(task.AnnualBars);
        double[] own = [.. BlockMeansOf(seeds).Select(mean => mean * annual)];
        double[] leads = [.. BlockMeansOf(trained).Zip(own, (best, other) => (best * annual) - other)];

        // What is resampled are the numbers of blocks, so that the bars of a block stay together.
        double[] numbers = [.. Enumerable.Range(0, own.Length).Select(number => (double)number)];
        return new EvaluatedPolicyFigures(
            learner,
            policy,
            own.Length,
            own.Average(),
            seeds.Average(series => series.Deviation()) * root * Percent,
            ConfidenceInterval.OfMean(own),
            seeds.Average(series => series.Sharpe()) * root,
            ConfidenceInterval.Bootstrap(numbers, sample => seeds.Average(series => series.Sharpe(sample.Select(number => (int)number))) * root, ref random),
            seeds.Average(series => series.Drawdown()) * Percent,
            seeds.Max(series => series.Drawdown()) * Percent,
            seeds.Average(series => series.Steps.Average(step => step.Traded)) * task.AnnualBars,
            seeds.Average(series => series.Reward),
            leads.Average(),
            ConfidenceInterval.OfMean(leads));
    }

    private static double[] BlockMeansOf(TestSeries[] seeds)
    {
        IReadOnlyList<double>[] means = [.. seeds.Select(series => series.BlockMeans)];
        return [.. Enumerable.Range(0, means[0].Count).Select(block => means.Average(values => values[block]))];
    }
}
