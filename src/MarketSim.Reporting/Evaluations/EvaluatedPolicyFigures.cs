using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Statistics;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Reporting.Evaluations;

/// <summary>
/// The results of an evaluated policy in the place of a group over all episodes. Money is in currency, means are per episode; on bars
/// (<see cref="Bars.BarsFigures"/>) money is in per cent of wealth, figures are per year, and blocks of test bars replace episodes.
/// </summary>
/// <param name="Group">The group that it was evaluated in place of.</param>
/// <param name="Policy">As in <see cref="EvaluatedEpisode.Policy"/>.</param>
/// <param name="Mean">Change of wealth after costs.</param>
/// <param name="Deviation">Of the change of wealth between episodes; NaN for one episode.</param>
/// <param name="MeanInterval">95 % interval of the mean, by Student's t.</param>
/// <param name="AnnualSharpe">
/// Mean over deviation of the change of wealth, times the square root of <see cref="EpisodesPerYear"/>; NaN where it never differs.
/// </param>
/// <param name="AnnualSharpeInterval">95 % interval, by the bootstrap over episodes.</param>
/// <param name="Drawdown">Mean of the episodes' largest falls of wealth.</param>
/// <param name="WorstDrawdown">The largest of them.</param>
/// <param name="Turnover">Mean of what was traded.</param>
/// <param name="Reward">Mean of the sum of rewards; 0 for a rule-based strategy.</param>
/// <param name="Lead">Mean of what the trained policy had more than this policy, episode by episode on the same market.</param>
/// <param name="LeadInterval">95 % interval of the lead, by Student's t over the pairs.</param>
public sealed record EvaluatedPolicyFigures(
    string Group,
    string Policy,
    int Episodes,
    double Mean,
    double Deviation,
    ConfidenceInterval MeanInterval,
    double AnnualSharpe,
    ConfidenceInterval AnnualSharpeInterval,
    double Drawdown,
    double WorstDrawdown,
    double Turnover,
    double Reward,
    double Lead,
    ConfidenceInterval LeadInterval)
{
    /// <summary>Name of the policy that the others are compared with.</summary>
    public const string Trained = "trained";

    /// <summary>An episode is a trading day, of which a year has 252.</summary>
    public const int EpisodesPerYear = 252;

    /// <summary>Figures of all policies, in the order in which they first appear.</summary>
    /// <param name="episodes">Each group has the trained policy among its policies, and all of them the same episodes.</param>
    /// <param name="seed">Of the bootstrap: equal episodes and seeds give equal figures.</param>
    public static IReadOnlyList<EvaluatedPolicyFigures> Of(IReadOnlyList<EvaluatedEpisode> episodes, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        var figures = new List<EvaluatedPolicyFigures>();
        foreach (IGrouping<(string Group, string Policy), EvaluatedEpisode> played in episodes.GroupBy(episode => (episode.Group, episode.Policy)))
        {
            EvaluatedEpisode[] own = [.. played.OrderBy(episode => episode.Episode)];
            EvaluatedEpisode[] trained =
            [
                .. episodes.Where(episode => episode.Group == played.Key.Group && episode.Policy == Trained).OrderBy(episode => episode.Episode),
            ];
            figures.Add(Of(own, trained, new RandomStream(seed, RandomPurpose.Resampling, 0, figures.Count)));
        }

        return figures;
    }

    private static EvaluatedPolicyFigures Of(EvaluatedEpisode[] own, EvaluatedEpisode[] trained, RandomStream random)
    {
        double[] wealth = [.. own.Select(episode => episode.WealthChange)];
        double[] leads = [.. own.Join(trained, episode => episode.Episode, episode => episode.Episode, (episode, best) => best.WealthChange - episode.WealthChange)];
        RunningMoments moments = RunningMoments.Of(wealth);

        return new EvaluatedPolicyFigures(
            own[0].Group,
            own[0].Policy,
            own.Length,
            moments.Mean,
            moments.StandardDeviation,
            ConfidenceInterval.OfMean(wealth),
            WealthPath.SharpeRatio(wealth, EpisodesPerYear),
            ConfidenceInterval.Bootstrap(wealth, sample => WealthPath.SharpeRatio(sample, EpisodesPerYear), ref random),
            own.Average(episode => episode.Drawdown),
            own.Max(episode => episode.Drawdown),
            own.Average(episode => episode.Turnover),
            own.Average(episode => episode.Reward),
            leads.Length > 0 ? leads.Average() : double.NaN,
            ConfidenceInterval.OfMean(leads));
    }
}
