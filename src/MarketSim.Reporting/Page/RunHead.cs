using System.Globalization;
using System.Net;
using System.Text;
using MarketSim.Reporting.RunFolders;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Page;

/// <summary>The top of the page: what was run, how it ended, and the market in a few numbers.</summary>
internal static class RunHead
{
    public static void WriteTo(StringBuilder html, ReportModel model)
    {
        RunFacts facts = model.Facts;
        html.Append("<h1>").Append(WebUtility.HtmlEncode(facts.Scenario)).Append("</h1>\n<p class=\"subtitle\">")
            .Append(WebUtility.HtmlEncode($"{facts.Symbol}, seed {facts.Seed}: {Sentence(facts)}")).Append("</p>\n");
        WriteNotices(html, facts);
        html.Append("<section class=\"card\">\n<h2>Run</h2>\n<dl class=\"facts\">\n");
        foreach ((string name, string value) in RunPairs(facts))
        {
            WritePair(html, name, value, isWide: false);
        }

        WritePair(html, "Fingerprint", facts.Fingerprint, isWide: true);
        WritePair(html, "State digest", facts.StateDigest, isWide: true);
        html.Append("</dl>\n</section>\n<section class=\"card\">\n<h2>Market</h2>\n<dl class=\"facts\">\n");
        foreach ((string name, string value) in MarketPairs(model))
        {
            WritePair(html, name, value, isWide: false);
        }

        html.Append("</dl>\n</section>\n");
    }

    private static string Sentence(RunFacts facts) =>
        $"{Numbers.Whole(facts.Agents)} agents, {Numbers.Whole(facts.Ticks)} ticks of {Durations.Label(facts.TickNanoseconds / 1e9)}, {StatusText(facts.Status)}";

    private static string StatusText(RunStatus status) => status switch
    {
        RunStatus.Finished => "finished",
        RunStatus.Interrupted => "interrupted",
        _ => "failed",
    };

    private static void WriteNotices(StringBuilder html, RunFacts facts)
    {
        List<string> notices = [.. facts.Notes];
        if (facts.Status != RunStatus.Finished)
        {
            notices.Insert(0, $"This run was {(facts.Status == RunStatus.Failed ? "ended by a failure" : "interrupted")}: the report shows what it had written until then.");
        }

        if (notices.Count > 0)
        {
            html.Append("<section class=\"card notice\"><ul>");
            notices.ForEach(notice => html.Append("<li>").Append(WebUtility.HtmlEncode(notice)).Append("</li>"));
            html.Append("</ul></section>\n");
        }
    }

    private static IEnumerable<(string Name, string Value)> RunPairs(RunFacts facts)
    {
        double simulatedSeconds = facts.Ticks * (facts.TickNanoseconds / 1e9);
        yield return ("Status", StatusText(facts.Status));
        yield return ("Seed", facts.Seed);
        yield return ("Agents", Numbers.Whole(facts.Agents));
        yield return ("Ticks", $"{Numbers.Whole(facts.Ticks)} of {Durations.Label(facts.TickNanoseconds / 1e9)}");
        yield return ("Orders", Numbers.Whole(facts.Orders));
        yield return ("Trades", Numbers.Whole(facts.Trades));
        yield return ("Messages", Numbers.Whole(facts.Messages));
        yield return ("Agent failures", Numbers.Whole(facts.AgentFailures));
        yield return ("Wall time", facts.WallSeconds.ToString("#,0.00", CultureInfo.InvariantCulture) + " s");
        yield return ("Rate", Rate(facts.Ticks, facts.WallSeconds, "ticks/s"));
        yield return ("Message rate", Rate(facts.Messages, facts.WallSeconds, "messages/s"));
        yield return ("Faster than the clock", facts.WallSeconds > 0 ? Numbers.Significant(simulatedSeconds / facts.WallSeconds) + " times" : Numbers.Absent);
        yield return ("MarketSim version", facts.Version);
    }

    private static IEnumerable<(string Name, string Value)> MarketPairs(ReportModel model)
    {
        MarketSummary summary = model.Summary;
        int decimals = Numbers.DecimalsOf(model.Facts.TickSize);
        yield return ("First mid", Numbers.Price(summary.FirstMid, decimals));
        yield return ("Last mid", Numbers.Price(summary.LastMid, decimals));
        yield return ("Lowest mid", Numbers.Price(summary.LowestMid, decimals));
        yield return ("Highest mid", Numbers.Price(summary.HighestMid, decimals));
        yield return ("Mean spread", $"{Numbers.Significant(summary.MeanSpread)} ({Numbers.Significant(summary.MeanSpread / model.Facts.TickSize)} ticks)");
        yield return ("Volume", Numbers.Whole(summary.Volume) + " shares");
        yield return ("Median |mid / value − 1|", Numbers.Percent(summary.MedianDistance));
        yield return ("Tick, lot", $"{Numbers.Significant(model.Facts.TickSize)}, {Numbers.Significant(model.Facts.LotSize)}");
    }

    private static string Rate(double count, double seconds, string unit) => seconds > 0 ? $"{Numbers.Significant(count / seconds)} {unit}" : Numbers.Absent;

    private static void WritePair(StringBuilder html, string name, string value, bool isWide) => html
        .Append(isWide ? "<div class=\"wide\"><dt>" : "<div><dt>").Append(WebUtility.HtmlEncode(name))
        .Append("</dt><dd>").Append(WebUtility.HtmlEncode(value)).Append("</dd></div>\n");
}
