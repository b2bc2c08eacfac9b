using System.Globalization;
using System.Net;
using System.Text;
using MarketSim.Experiments.Bars.Training;
using MarketSim.Reporting.Evaluations;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Page;
using MarketSim.Reporting.RunPages;
using MarketSim.Results;

namespace MarketSim.Reporting.Bars;

/// <summary>The page of a training on bars.</summary>
internal static class BarsReport
{
    /// <param name="chartLibrary">The text of ECharts; null gives tables only.</param>
    public static string Html(BarsRunModel model, string? chartLibrary)
    {
        BarsRunSummary run = model.Run;
        ReportSection[] sections = [.. BarsSections.OfEvaluation(model), .. BarsSections.OfTraining(model)];
        var body = new StringBuilder("<main>\n<h1>").Append(WebUtility.HtmlEncode(run.Scenario)).Append("</h1>\n<p class=\"subtitle\">")
            .Append(WebUtility.HtmlEncode($"{Numbers.Whole(run.Bars)} bars, {run.Folds.Count} folds, seed {run.Seed}: {StatusText(run.Status)}")).Append("</p>\n");
        WriteNotices(body, model);
        WriteFacts(body, run);
        PageFile.WriteLackOfCharts(body, chartLibrary);
        foreach (ReportSection section in sections)
        {
            section.WriteTo(body, chartLibrary is not null);
        }

        PageTable.Write(body, "Folds", "What was trained on and what was evaluated on. Between the two lies a gap at least as long as observations look back.", BarsSections.Folds(model));
        PageTable.Write(body, "Trainings", "The weights at the end of each training are what was evaluated; nothing was selected.", BarsSections.Trainings(run));
        body.Append("<footer>Made by MarketSim ").Append(WebUtility.HtmlEncode(run.Version.Split('+')[0])).Append(" from the files of the run folder.")
            .Append(chartLibrary is null ? string.Empty : PageFile.ChartCredit).Append("</footer>\n</main>");
        string title = string.Create(CultureInfo.InvariantCulture, $"{run.Scenario}, seed {run.Seed} - MarketSim report");
        return PageFile.Html(title, body.ToString(), chartLibrary is null ? string.Empty : PageFile.Scripts(chartLibrary, chartData: null, sections));
    }

    private static string StatusText(RunStatus status) => status switch
    {
        RunStatus.Running => "not ended",
        RunStatus.Finished => "finished",
        RunStatus.Interrupted => "interrupted",
        _ => "failed",
    };

    private static void WriteNotices(StringBuilder html, BarsRunModel model)
    {
        List<string> notices = [.. model.Run.Notes];
        if (model.Run.Status != RunStatus.Finished)
        {
            notices.Insert(0, $"This run is {StatusText(model.Run.Status)}: the report shows what it had written until then.");
        }
        else if (model.Evaluation is null)
        {
            notices.Insert(0, "There is no evaluation yet: marketsim evaluate makes one.");
        }

        if (notices.Count > 0)
        {
            html.Append("<section class=\"card notice\"><ul>");
            notices.ForEach(notice => html.Append("<li>").Append(WebUtility.HtmlEncode(notice)).Append("</li>"));
            html.Append("</ul></section>\n");
        }
    }

    private static void WriteFacts(StringBuilder html, BarsRunSummary run)
    {
        html.Append("<section class=\"card\">\n<h2>Run</h2>\n<dl class=\"facts\">\n");
        (string Name, string Value)[] pairs =
        [
            ("Status", StatusText(run.Status)),
            ("Seed", run.Seed.ToString(CultureInfo.InvariantCulture)),
            ("Bars", Numbers.Whole(run.Bars)),
            ("Bars per year", Numbers.Significant(run.BarsPerYear)),
            ("Folds", Numbers.Whole(run.Folds.Count)),
            ("Trainings", Numbers.Whole(run.Trainings.Count)),
            ("Steps", Numbers.Whole(run.Steps)),
            ("Wall time", run.WallSeconds.ToString("#,0.00", CultureInfo.InvariantCulture) + " s"),
        ];
        foreach ((string name, string value) in pairs)
        {
            RunHeader.WritePair(html, name, value, isWide: false);
        }

        RunHeader.WritePair(html, "MarketSim version", run.Version, isWide: true);
        RunHeader.WritePair(html, "State digest", run.StateDigest, isWide: true);
        html.Append("</dl>\n</section>\n");
    }
}
