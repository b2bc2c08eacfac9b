using MarketSim.Experiments.Bars.Training;
using MarketSim.Reporting.Bars;
using MarketSim.Reporting.Charts;
using MarketSim.Reporting.Page;
using MarketSim.Reporting.RunPages;
using MarketSim.Results;

namespace MarketSim.Reporting;

/// <summary>
/// The report of a run: one self-contained HTML file with charts (Apache ECharts) and tables, which loads nothing from anywhere. A build without
/// Node.js makes reports of tables only.
/// </summary>
public static class HtmlReport
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "report.html";

    /// <summary>True when this build can draw charts.</summary>
    public static bool HasCharts => ChartAssets.ECharts is not null;

    /// <summary>
    /// Reads <c>run.json</c>, <c>book.csv</c>, <c>metrics.csv</c>, <c>groups.csv</c>, of a finished run <c>agents.csv</c>, and where the run kept its
    /// trades <c>trades.csv</c> (of a training on bars: its summary, figures and evaluation), and writes <c>report.html</c> into the folder, whole or not at all; an earlier report is replaced.
    /// </summary>
    /// <returns>Path of the report.</returns>
    /// <exception cref="RunFolderException">A file is missing or malformed; nothing was written.</exception>
    public static string Write(string runFolder) => Write(runFolder, ChartAssets.ECharts);

    /// <summary>Writes the report to another place, so that nothing is written into the run's folder.</summary>
    /// <param name="path">Of the page.</param>
    /// <param name="evaluationFolder">Of a training on bars: where its evaluation is; null for the run's folder.</param>
    /// <inheritdoc cref="Write(string)"/>
    /// <param name="agent">Agent whose fills are marked on the price; null for none.</param>
    public static string WriteTo(string path, string runFolder, string? evaluationFolder = null, long? agent = null) =>
        Write(runFolder, ChartAssets.ECharts, path, evaluationFolder, agent);

    /// <summary>Writes a page with two runs of markets side by side: figures, agent groups, prices, spreads and volumes; an earlier one is replaced.</summary>
    /// <param name="path">Of the page.</param>
    /// <returns>Full path of the page.</returns>
    /// <exception cref="RunFolderException">A file is missing or malformed, or a run is a training on bars; nothing was written.</exception>
    public static string WriteComparison(string path, string firstRunFolder, string secondRunFolder)
    {
        foreach (string folder in (ReadOnlySpan<string>)[firstRunFolder, secondRunFolder])
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(folder);
            if (BarsRun.IsIn(folder))
            {
                throw new RunFolderException($"{folder} is a training on bars, which has no market; runs of markets are compared.");
            }
        }

        return PageFile.Write(path, ComparisonPage.Html(firstRunFolder, secondRunFolder, ChartAssets.ECharts));
    }

    internal static string Write(string runFolder, string? chartLibrary, string? path = null, string? evaluationFolder = null, long? agent = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(runFolder);
        if (!Directory.Exists(runFolder))
        {
            throw new RunFolderException($"{runFolder}: there is no such run folder. Give the folder of a run, e.g. runs/quickstart-1.");
        }

        if (agent is not null && BarsRun.IsIn(runFolder))
        {
            throw new RunFolderException($"{runFolder} is a training on bars, which has no market and no agents by number; leave --agent out.");
        }

        string html = BarsRun.IsIn(runFolder) ? BarsReport.Html(BarsRunReader.Read(runFolder, evaluationFolder ?? runFolder), chartLibrary) : ReportPage.Html(RunReader.Read(runFolder, agent), chartLibrary);
        path ??= Path.Combine(runFolder, FileName);
        PageFile.Write(path, html);
        return path;
    }
}
