using System.Globalization;
using System.Text;
using MarketSim.Numerics.Statistics;
using MarketSim.Numerics.Tables;
using MarketSim.Results;
using MarketSim.Results.Tables;
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

    private const string SeedColumn = "seed";

    private static readonly string[] EpisodeColumns = ["group", "policy", "episode", "wealth_change", "reward", "volume", "turnover", "drawdown"];

    // In the order of CellsOf and FiguresOf.
    private static readonly string[] SummaryColumns =
    [
        "group", "policy", "episodes", "mean", "deviation", "mean_lower", "mean_upper", "sharpe_annual", "sharpe_annual_lower", "sharpe_annual_upper",
        "drawdown", "worst_drawdown", "turnover", "reward", "lead", "lead_lower", "lead_upper",
    ];

    private static readonly string[] PooledColumns =
    [
        "group", "policy", "seeds", "mean", "deviation", "mean_lower", "mean_upper", "sharpe_annual", "lead", "lead_deviation", "lead_lower", "lead_upper",
        "min_lead", "seeds_ahead",
    ];

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
        return Write([SeedColumn, .. EpisodeColumns], seeds.SelectMany(seed => seed.Episodes.Select(episode => (object[])[seed.Seed, .. CellsOf(episode)])));
    }

    /// <inheritdoc cref="Summary(IReadOnlyList{EvaluatedPolicyFigures})"/>
    public static string Summary(IReadOnlyList<SeedEvaluation> seeds)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        return Write([SeedColumn, .. SummaryColumns], seeds.SelectMany(seed => seed.Policies.Select(row => (object[])[seed.Seed, .. CellsOf(row)])));
    }

    /// <summary>A table of one row per evaluated policy over all training seeds, as CSV.</summary>
    public static string Pooled(IReadOnlyList<PooledFigures> figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return Write(
            PooledColumns,
            figures.Select(row => (object[])
            [
                row.Group, row.Policy, row.Seeds, row.Mean, row.Deviation, row.MeanInterval.Lower, row.MeanInterval.Upper, row.AnnualSharpe,
                row.Lead, row.LeadDeviation, row.LeadInterval.Lower, row.LeadInterval.Upper, row.MinLead, row.SeedsAhead,
            ]));
    }

    /// <summary>Reads the table of one row per evaluated policy.</summary>
    /// <exception cref="RunFolderException">It is missing or malformed.</exception>
    internal static IReadOnlyList<EvaluatedPolicyFigures> ReadSummary(string folder)
    {
        using var table = new CsvTableReader(folder, SummaryFile);
        int[] columns = [.. SummaryColumns.Select(name => ColumnOf(table, name))];
        var policies = new List<EvaluatedPolicyFigures>();
        while (table.Read())
        {
            policies.Add(FiguresOf(table, columns));
        }

        return policies;
    }

    /// <summary>Index of a column that must be there. Evaluations of 0.3.0 have another name for the policy.</summary>
    internal static int ColumnOf(CsvTableReader table, string name) =>
        name == "policy" && table.TryColumn("contestant", out int column) ? column : table.Column(name);

    /// <summary>A whole table as CSV; a number that is not finite is an empty cell.</summary>
    internal static string Write(IEnumerable<string> columns, IEnumerable<object[]> rows)
    {
        var text = new StringBuilder();
        foreach (object[] row in rows.Prepend([.. columns]))
        {
            text.AppendJoin(',', row.Select(Text)).Append('\n');
        }

        return text.ToString();
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

    private static EvaluatedPolicyFigures FiguresOf(CsvTableReader row, int[] columns)
    {
        double Number(int place) => row.NumberOrAbsent(columns[place]);
        ConfidenceInterval Interval(int place) => new(Number(place), Number(place + 1));
        return new EvaluatedPolicyFigures(
            row.Text(columns[0]), row.Text(columns[1]), (int)row.WholeNumber(columns[2]), Number(3), Number(4), Interval(5), Number(7), Interval(8),
            Number(10), Number(11), Number(12), Number(13), Number(14), Interval(15));
    }

    private static string Text(object cell) => cell switch
    {
        double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : string.Empty,
        string name => CsvField.Of(name),
        IFormattable whole => whole.ToString(null, CultureInfo.InvariantCulture),
        _ => string.Empty,
    };
}
