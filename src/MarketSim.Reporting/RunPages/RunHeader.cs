using System.Globalization;
using System.Net;
using System.Text;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Series;
using MarketSim.Results;

namespace MarketSim.Reporting.RunPages;

/// <summary>The top of the page: what was run, how it ended, and the market in a few numbers.</summary>
internal static class RunHeader
{
    public static void WriteTo(StringBuilder html, ReportModel model)
    {
        RunSummary run = model.Run;
        html.Append("<h1>").Append(WebUtility.HtmlEncode(run.Scenario)).Append("</h1>\n<p class=\"subtitle\">")
            .Append(WebUtility.HtmlEncode($"{run.Symbol}, seed {run.Seed}: {Sentence(run)}")).Append("</p>\n");
        WriteNotices(html, run);
        html.Append("<section class=\"card\">\n<h2>Run</h2>\n<dl class=\"facts\">\n");
        foreach ((string name, string value) in RunPairs(run))
        {
            WritePair(html, name, value, isWide: false);
        }

        WritePair(html, "MarketSim version", run.Version, isWide: true);
        WritePair(html, "Fingerprint", run.Fingerprint, isWide: true);
        WritePair(html, "State digest", run.StateDigest, isWide: true);
        html.Append("</dl>\n</section>\n<section class=\"card\">\n<h2>Market</h2>\n<dl class=\"facts\">\n");
        foreach ((string name, string value) in MarketPairs(model))
        {
            WritePair(html, name, value, isWide: false);
        }

        html.Append("</dl>\n</section>\n");
    }

    private static string Sentence(RunSummary run) =>
        $"{Numbers.Whole(run.Agents)} agents, {Numbers.Whole(run.Ticks)} ticks of {Durations.Label(run.TickNanoseconds / 1e9)}, {StatusText(run.Status)}";

    private static string StatusText(RunStatus status) => status switch
    {
        RunStatus.Running => "not ended",
        RunStatus.Finished => "finished",
        RunStatus.Interrupted => "interrupted",
        _ => "failed",
    };

    private static void WriteNotices(StringBuilder html, RunSummary run)
    {
        List<string> notices = [.. run.Notes];
        if (run.Status != RunStatus.Finished)
        {
            notices.Insert(0, $"This run has {EndText(run.Status)}: the report shows what it had written until then.");
        }

        if (notices.Count > 0)
        {
            html.Append("<section class=\"card notice\"><ul>");
            notices.ForEach(notice => html.Append("<li>").Append(WebUtility.HtmlEncode(notice)).Append("</li>"));
            html.Append("</ul></section>\n");
        }
    }

    private static string EndText(RunStatus status) => status switch
    {
        RunStatus.Running => "not ended",
        RunStatus.Interrupted => "been interrupted",
        _ => "failed",
    };

    private static IEnumerable<(string Name, string Value)> RunPairs(RunSummary run)
    {
        double simulatedSeconds = run.Ticks * (run.TickNanoseconds / 1e9);
        yield return ("Status", StatusText(run.Status));
        yield return ("Seed", run.Seed.ToString(CultureInfo.InvariantCulture));
        yield return ("Agents", run.PooledAgents == 0 ? Numbers.Whole(run.Agents) : $"{Numbers.Whole(run.Agents)}, of them {Numbers.Whole(run.PooledAgents)} pooled");
        yield return ("Partitions", run.Partitions == 0 ? Numbers.Absent : Numbers.Whole(run.Partitions));
        yield return ("Ticks", $"{Numbers.Whole(run.Ticks)} of {Durations.Label(run.TickNanoseconds / 1e9)}");
        yield return ("Orders", Numbers.Whole(run.Orders));
        yield return ("Trades", Numbers.Whole(run.Trades));
        yield return ("Messages", Numbers.Whole(run.Messages));
        yield return ("Agent failures", Numbers.Whole(run.AgentFailures));
        yield return ("Wall time", run.WallSeconds.ToString("#,0.00", CultureInfo.InvariantCulture) + " s");
        yield return ("Rate", Rate(run.Ticks, run.WallSeconds, "ticks/s"));
        yield return ("Message rate", Rate(run.Messages, run.WallSeconds, "messages/s"));
        yield return ("Faster than the clock", run.WallSeconds > 0 ? Numbers.Significant(simulatedSeconds / run.WallSeconds) + " times" : Numbers.Absent);
    }

    private static IEnumerable<(string Name, string Value)> MarketPairs(ReportModel model)
    {
        MarketSummary market = model.Market;
        int decimals = model.Drawn.PriceDecimals;
        yield return ("First mid", Numbers.Price(market.FirstMid, decimals));
        yield return ("Last mid", Numbers.Price(market.LastMid, decimals));
        yield return ("Lowest mid", Numbers.Price(market.LowestMid, decimals));
        yield return ("Highest mid", Numbers.Price(market.HighestMid, decimals));
        yield return ("Mean spread", $"{Numbers.Significant(market.MeanSpread)} ({Numbers.Significant(market.MeanSpread / model.Drawn.TickSize)} ticks)");
        yield return ("Volume", Numbers.Whole(market.Volume) + " shares");
        yield return ("Median |mid / value − 1|", Numbers.Percent(market.MedianDistance));
        yield return ("Tick, lot", $"{Numbers.Significant(model.Drawn.TickSize)}, {Numbers.Significant((double)model.Run.LotSize)}");
    }

    private static string Rate(double count, double seconds, string unit) => seconds > 0 ? $"{Numbers.Significant(count / seconds)} {unit}" : Numbers.Absent;

    /// <summary>One fact of a list.</summary>
    public static void WritePair(StringBuilder html, string name, string value, bool isWide) => html
        .Append(isWide ? "<div class=\"wide\"><dt>" : "<div><dt>").Append(WebUtility.HtmlEncode(name))
        .Append("</dt><dd>").Append(WebUtility.HtmlEncode(value)).Append("</dd></div>\n");
}
