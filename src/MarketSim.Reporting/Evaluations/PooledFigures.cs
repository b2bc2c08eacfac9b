using MarketSim.Numerics.Statistics;

namespace MarketSim.Reporting.Evaluations;

/// <summary>
/// The results of an evaluated policy in the place of a group over several trainings. Each training counts once, by its mean over the episodes, and is the
/// unit of deviations and intervals: they estimate the result of another training, which more episodes of the same trainings cannot. Money is in currency per
/// episode.
/// </summary>
/// <param name="Group">The group that it was evaluated in place of.</param>
/// <param name="Policy">As in <see cref="EvaluatedPolicyFigures.Policy"/>.</param>
/// <param name="Seeds">Number of trainings.</param>
/// <param name="Mean">Change of wealth after costs, mean of the trainings' means.</param>
/// <param name="Deviation">Of the trainings' means; NaN for one training.</param>
/// <param name="MeanInterval">95 % interval by Student's t over the trainings' means; unknown for one training.</param>
/// <param name="AnnualSharpe">Mean of those trainings' <see cref="EvaluatedPolicyFigures.AnnualSharpe"/> that have one; NaN where none has.</param>
/// <param name="Lead">Mean over the trainings of what the trained policy had more than this policy.</param>
/// <param name="LeadDeviation">Of the trainings' leads; NaN for one training.</param>
/// <param name="LeadInterval">95 % interval by Student's t over the trainings' leads; unknown for one training.</param>
/// <param name="MinLead">Of the training that leads least.</param>
/// <param name="SeedsAhead">Number of trainings whose own 95 % interval of the lead lies above 0.</param>
public sealed record PooledFigures(
    string Group,
    string Policy,
    int Seeds,
    double Mean,
    double Deviation,
    ConfidenceInterval MeanInterval,
    double AnnualSharpe,
    double Lead,
    double LeadDeviation,
    ConfidenceInterval LeadInterval,
    double MinLead,
    int SeedsAhead)
{
    /// <summary>Interquartile mean of the trainings' means and its 95 % interval by the bootstrap over the trainings, which no single training can move far.</summary>
    public required InterquartileMean InterquartileMean { get; init; }

    /// <summary>Figures of all policies, in the order in which they first appear.</summary>
    /// <param name="seeds">At least one, all of the same groups and policies.</param>
    public static IReadOnlyList<PooledFigures> Of(IReadOnlyList<SeedEvaluation> seeds)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        return
        [
            .. seeds.SelectMany(seed => seed.Policies).GroupBy(row => (row.Group, row.Policy)).Select(rows => Of([.. rows])),
        ];
    }

    private static PooledFigures Of(EvaluatedPolicyFigures[] trainings)
    {
        double[] means = [.. trainings.Select(row => row.Mean)];
        double[] leads = [.. trainings.Select(row => row.Lead)];
        double[] sharpes = [.. trainings.Select(row => row.AnnualSharpe).Where(double.IsFinite)];
        return new PooledFigures(
            trainings[0].Group,
            trainings[0].Policy,
            trainings.Length,
            means.Average(),
            DeviationOf(means),
            ConfidenceInterval.OfMean(means),
            sharpes.Length > 0 ? sharpes.Average() : double.NaN,
            leads.Average(),
            DeviationOf(leads),
            ConfidenceInterval.OfMean(leads),
            leads.Min(),
            trainings.Count(row => row.LeadInterval.Lower > 0))
        {
            InterquartileMean = InterquartileMean.Of(means),
        };
    }

    private static double DeviationOf(double[] values)
    {
        var moments = new RunningMoments();
        foreach (double value in values)
        {
            moments.Add(value);
        }

        return moments.StandardDeviation;
    }
}
