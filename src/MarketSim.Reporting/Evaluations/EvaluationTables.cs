using System.Globalization;
using System.Text;
using MarketSim.Numerics.Statistics;
using MarketSim.Numerics.Tables;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Reporting.Evaluations;

/// <summary>An evaluation as comma-separated tables; what is not known is an empty cell. Of several training seeds, the seed is the first column.</summary>
public static class EvaluationTables
{
    /// <summary>A row per policy and episode.</summary>
    public const string EpisodesFile = "evaluation-episodes.csv";

    /// <summary>A row per policy.</summary>
    public const string SummaryFile = "evaluation.csv";

    /// <summary>A row per policy over all training seeds.</summary>
    public const string PooledFile = "evaluation-pooled.csv";

    private const string EpisodeColumns = "group,policy,episode,wealth_change,reward,volume,turnover,drawdown\n";
    private const string SummaryColumns =
        "group,policy,episodes,mean,deviation,mean_lower,mean_upper,sharpe_annual,sharpe_annual_lower,sharpe_annual_upper,drawdown,worst_drawdown,turnover,reward,lead,lead_lower,lead_upper\n";

    /// <summary>A table of one row per evaluated policy and episode, as CSV.</summary>
    public static string Episodes(IReadOnlyList<EvaluatedEpisode> episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        return Write(EpisodeColumns, episodes.Select(CellsOf));
    }

    /// <summary>A table of one row per evaluated policy, as CSV.</summary>
    public static string Summary(IReadOnlyList<EvaluatedPolicyFigures> figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return Write(SummaryColumns, figures.Select(CellsOf));
    }

    /// <inheritdoc cref="Episodes(IReadOnlyList{EvaluatedEpisode})"/>
    public static string Episodes(IReadOnlyList<SeedEvaluation> seeds)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        return Write("seed," + EpisodeColumns, seeds.SelectMany(seed => seed.Episodes.Select(episode => (object[])[seed.Seed, .. CellsOf(episode)])));
    }

    /// <inheritdoc cref="Summary(IReadOnlyList{EvaluatedPolicyFigures})"/>
    public static string Summary(IReadOnlyList<SeedEvaluation> seeds)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        return Write("seed," + SummaryColumns, seeds.SelectMany(seed => seed.Policies.Select(row => (object[])[seed.Seed, .. CellsOf(row)])));
    }

    /// <summary>A table of one row per evaluated policy over all training seeds, as CSV.</summary>
    public static string Pooled(IReadOnlyList<PooledFigures> figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return Write(
            "group,policy,seeds,mean,deviation,mean_lower,mean_upper,sharpe_annual,lead,lead_deviation,lead_lower,lead_upper,min_lead,seeds_ahead\n",
            figures.Select(row => (object[])
            [
                row.Group, row.Policy, row.Seeds, row.Mean, row.Deviation, row.MeanInterval.Lower, row.MeanInterval.Upper, row.AnnualSharpe,
                row.Lead, row.LeadDeviation, row.LeadInterval.Lower, row.LeadInterval.Upper, row.MinLead, row.SeedsAhead,
            ]));
    }

    private static object[] CellsOf(EvaluatedEpisode episode) =>
        [episode.Group, episode.Policy, episode.Episode, episode.WealthChange, episode.Reward, episode.Volume, episode.Turnover, episode.Drawdown];

    private static object[] CellsOf(EvaluatedPolicyFigures row)
    {
        (ConfidenceInterval mean, ConfidenceInterval sharpe, ConfidenceInterval lead) = (row.MeanInterval, row.AnnualSharpeInterval, row.LeadInterval);
        return
        [
            row.Group, row.Policy, row.Episodes, row.Mean, row.Deviation, mean.Lower, mean.Upper, row.AnnualSharpe, sharpe.Lower, sharpe.Upper,
            row.Drawdown, row.WorstDrawdown, row.Turnover, row.Reward, row.Lead, lead.Lower, lead.Upper,
        ];
    }

    private static string Write(string columns, IEnumerable<object[]> rows)
    {
        var text = new StringBuilder(columns);
        foreach (object[] row in rows)
        {
            WriteRow(text, row);
        }

        return text.ToString();
    }

    /// <summary>One row of numbers and names.</summary>
    internal static void WriteRow(StringBuilder text, params IReadOnlyList<object> cells) => text.AppendJoin(',', cells.Select(Text)).Append('\n');

    private static string Text(object cell) => cell switch
    {
        double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : string.Empty,
        string name => CsvField.Of(name),
        IFormattable whole => whole.ToString(null, CultureInfo.InvariantCulture),
        _ => string.Empty,
    };
}
