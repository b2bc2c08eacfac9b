using System.Globalization;
using System.Text;
using MarketSim.Numerics.Statistics;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Reporting.Evaluations;

/// <summary>An evaluation as comma-separated tables; what is not known is an empty cell.</summary>
public static class EvaluationTables
{
    /// <summary>A row per contestant and episode.</summary>
    public const string EpisodesFile = "evaluation-episodes.csv";

    /// <summary>A row per contestant.</summary>
    public const string SummaryFile = "evaluation.csv";

    public static string Episodes(IReadOnlyList<EvaluatedEpisode> episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        var text = new StringBuilder("group,contestant,episode,wealth_change,reward,volume,turnover,drawdown\n");
        foreach (EvaluatedEpisode episode in episodes)
        {
            WriteRow(text, episode.Group, episode.Contestant, episode.Episode, episode.WealthChange, episode.Reward, episode.Volume, episode.Turnover, episode.Drawdown);
        }

        return text.ToString();
    }

    public static string Summary(IReadOnlyList<ContestantFigures> figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        var text = new StringBuilder(
            "group,contestant,episodes,mean,deviation,mean_lower,mean_upper,sharpe,sharpe_lower,sharpe_upper,drawdown,worst_drawdown,turnover,reward,lead,lead_lower,lead_upper\n");
        foreach (ContestantFigures row in figures)
        {
            (ConfidenceInterval mean, ConfidenceInterval sharpe, ConfidenceInterval lead) = (row.MeanInterval, row.SharpeInterval, row.LeadInterval);
            WriteRow(
                text, row.Group, row.Contestant, row.Episodes, row.Mean, row.Deviation, mean.Lower, mean.Upper, row.Sharpe, sharpe.Lower, sharpe.Upper,
                row.Drawdown, row.WorstDrawdown, row.Turnover, row.Reward, row.Lead, lead.Lower, lead.Upper);
        }

        return text.ToString();
    }

    /// <summary>One row of numbers and names.</summary>
    internal static void WriteRow(StringBuilder text, params ReadOnlySpan<object> cells)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            text.Append(i == 0 ? string.Empty : ",").Append(cells[i] switch
            {
                double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : string.Empty,
                string name => name.AsSpan().IndexOfAny(",\"\r\n") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
                IFormattable whole => whole.ToString(null, CultureInfo.InvariantCulture),
                _ => string.Empty,
            });
        }

        text.Append('\n');
    }
}
