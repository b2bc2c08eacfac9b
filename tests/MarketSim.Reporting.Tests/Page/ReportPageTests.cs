using System.Text.RegularExpressions;
using MarketSim.Reporting.Charts;
using MarketSim.Reporting.Tests.Runs;

namespace MarketSim.Reporting.Tests.Page;

public sealed class ReportPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = SmallRun.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Head_tells_how_the_agents_were_executed()
    {
        _folder.Write("run.json", SmallRun.Facts.Replace("\"agents\":3", "\"agents\":3,\"pooledAgents\":2,\"partitions\":7", StringComparison.Ordinal));

        string html = File.ReadAllText(HtmlReport.Write(_folder.Path));

        Assert.Contains("<dt>Agents</dt><dd>3, of them 2 pooled</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dt>Partitions</dt><dd>7</dd>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_is_written_into_the_run_folder_and_nothing_beside_it()
    {
        int before = Directory.GetFiles(_folder.Path).Length;

        string path = HtmlReport.Write(_folder.Path);

        Assert.Equal(System.IO.Path.Combine(_folder.Path, "report.html"), path);
        Assert.Equal(before + 1, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Same_folder_gives_the_same_report()
    {
        string first = File.ReadAllText(HtmlReport.Write(_folder.Path));

        Assert.Equal(first, File.ReadAllText(HtmlReport.Write(_folder.Path)));
    }

    [Fact]
    public void Report_loads_nothing_from_anywhere()
    {
        // The library's own text names addresses of licences and XML dialects; what the page around it asks for is what counts.
        string html = Html(ReportData.LibraryText);

        Assert.DoesNotMatch(new Regex("https?://|//cdn|<link|<img|<iframe|<script[^>]*src|url\\(|@import|fetch\\(|XMLHttpRequest", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)), html);
        Assert.Contains("content=\"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Chart_library_cannot_end_its_script_element()
    {
        Assert.DoesNotContain("</script", ChartAssets.ECharts ?? string.Empty, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("</script", ChartAssets.Script, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Names_from_the_run_are_escaped()
    {
        const string hostile = "<script>alert('x')</script>{{body}}&";
        _folder.Write("run.json", SmallRun.Facts.Replace("\"small\"", $"\"{hostile}\"", StringComparison.Ordinal));
        _folder.Write("groups.csv", SmallRun.Groups.Replace("maker,", hostile + ",", StringComparison.Ordinal));
        _folder.Write("agents.csv", SmallRun.Agents.Replace("maker,", hostile + ",", StringComparison.Ordinal));

        string html = Html(ReportData.LibraryText);

        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains("<h1>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;{{body}}&amp;</h1>", html, StringComparison.Ordinal);
        Assert.Equal(hostile, ReportData.Of(_folder.Path).GetProperty("groups").GetProperty("groups")[1].GetProperty("name").GetString());
    }

    [Fact]
    public void Head_shows_the_facts_of_the_run()
    {
        string text = Text(Html(ReportData.LibraryText));

        Assert.Contains("SYM, seed 18446744073709551615: 3 agents, 40 ticks of 1 s, finished", text, StringComparison.Ordinal);
        Assert.Contains("Fingerprint abc123", text, StringComparison.Ordinal);
        Assert.Contains("State digest def456", text, StringComparison.Ordinal);
        Assert.Contains("Wall time 0.50 s", text, StringComparison.Ordinal);
        Assert.Contains("Rate 80 ticks/s", text, StringComparison.Ordinal);
        Assert.Contains("Faster than the clock 80 times", text, StringComparison.Ordinal);
        Assert.Contains("Mean spread 1.333 (2.667 ticks)", text, StringComparison.Ordinal);
        Assert.Contains("Volume 40 shares", text, StringComparison.Ordinal);
        // |100/101 - 1|, |100.5/101 - 1|, |100.5/102 - 1|: the middle one is the first.
        Assert.Contains("Median |mid / value − 1| 0.9901 %", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_are_added_up_over_their_agents()
    {
        string text = Text(Html(ReportData.LibraryText));

        Assert.Contains("noise zero_intelligence 2 -6.25 -12.50 -10.00 -2.50 10 35 4 40 1", text, StringComparison.Ordinal);
        Assert.Contains("maker market_maker 1 12.50 12.50 12.50 12.50 -10 20 4 40 0", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("interrupted", "This run has been interrupted")]
    [InlineData("failed", "This run has failed")]
    [InlineData("running", "This run has not ended")]
    public void Run_that_did_not_finish_says_so_and_shows_its_last_sample(string status, string notice)
    {
        _folder.Write("run.json", SmallRun.Facts.Replace("finished", status, StringComparison.Ordinal));
        _folder.Delete("agents.csv");

        string text = Text(Html(ReportData.LibraryText));

        Assert.Contains(notice + ": the report shows what it had written until then.", text, StringComparison.Ordinal);
        Assert.Contains("noise zero_intelligence 2 -6.25 -12.50 – – 10 – – – –", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_charts_the_tables_hold_the_same_numbers()
    {
        string html = Html(null);
        string text = Text(html);

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("data-chart", html, StringComparison.Ordinal);
        Assert.Contains("built without Node.js", text, StringComparison.Ordinal);
        Assert.Contains("10:00:10 99.5 101.5 100.5 100.5 101.0", text, StringComparison.Ordinal);
        Assert.Contains("10:00:20 – 101.0 – 101.0 102.0", text, StringComparison.Ordinal);
        Assert.Contains("10:00:10 4 4 4", text, StringComparison.Ordinal);
        Assert.Contains("1 8 16.75", text, StringComparison.Ordinal);
        Assert.Contains("10:00:14 20 20 0 2", text, StringComparison.Ordinal);
        Assert.Contains("10:00:20 -10.00 10.00", text, StringComparison.Ordinal);
        Assert.Contains("10:00:20 0.5 0.5 0 0.1 0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_without_a_single_sample_still_has_a_report()
    {
        foreach (string fileName in new[] { "book.csv", "trades.csv", "metrics.csv", "groups.csv", "agents.csv" })
        {
            string text = _folder.Read(fileName);
            _folder.Write(fileName, text[..(text.IndexOf('\n', StringComparison.Ordinal) + 1)]);
        }

        string html = Html(ReportData.LibraryText);

        Assert.DoesNotContain("data-chart=", html, StringComparison.Ordinal);
        Assert.Contains("No data: nothing was traded.", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Chart_of_a_single_point_says_why_it_has_no_line()
    {
        foreach (string fileName in new[] { "book.csv", "metrics.csv", "groups.csv" })
        {
            string[] lines = _folder.Read(fileName).Split('\n');
            int rows = fileName == "groups.csv" ? 2 : 1;
            _folder.Write(fileName, string.Join('\n', lines[..(1 + rows)]) + "\n");
        }

        string html = Html(ReportData.LibraryText);

        foreach (string reason in new[] { "No line: book.csv holds fewer than two samples", "No line: a single stretch of book.csv", "No line: groups.csv holds", "No line: metrics.csv holds" })
        {
            Assert.Contains(reason, html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Fees_have_a_column_and_the_venue_a_row_that_takes_them()
    {
        _folder.Write("run.json", SmallRun.Facts.Replace(
            "\"notes\":[]",
            "\"notes\":[],\"groups\":[{\"name\":\"noise\",\"strategy\":\"zero_intelligence\",\"agents\":2,\"profit\":-12.5,\"inventory\":10,\"trades\":4,\"orders\":35,\"failures\":1,\"fees\":3.5},"
            + "{\"name\":\"maker\",\"strategy\":\"market_maker\",\"agents\":1,\"profit\":12.5,\"inventory\":-10,\"trades\":4,\"orders\":20,\"failures\":0,\"fees\":-1.25}],"
            + "\"venue\":{\"profit\":2.25,\"inventory\":0,\"selfTrades\":0,\"selfTradeCancels\":0,\"openingInventoryGain\":0}",
            StringComparison.Ordinal));

        string text = Text(Html(ReportData.LibraryText));

        Assert.Contains("noise zero_intelligence 2 -6.25 -12.50 -10.00 -2.50 3.50 10", text, StringComparison.Ordinal);
        Assert.Contains("venue 2.25 -2.25 0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_runs_stand_side_by_side_with_their_differences()
    {
        using TemporaryFolder other = SmallRun.Create();
        other.Write("run.json", SmallRun.Facts.Replace("\"orders\":55", "\"orders\":60", StringComparison.Ordinal).Replace("abc123", "fed321", StringComparison.Ordinal));
        string path = Path.Combine(_folder.Path, "against.html");

        HtmlReport.WriteComparison(path, _folder.Path, other.Path);
        string text = Text(File.ReadAllText(path));

        Assert.Contains("Orders 55 60 5", text, StringComparison.Ordinal);
        Assert.Contains("Fingerprint abc123 fed321", text, StringComparison.Ordinal);
        Assert.Contains("The difference is the second less the first.", text, StringComparison.Ordinal);
        Assert.Contains("Mean spread (currency) 1.333 1.333 0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Wide_tables_say_on_a_narrow_page_that_they_scroll()
    {
        string html = Html(ReportData.LibraryText);

        Assert.Contains("<div class=\"scroll wide\"><table>", html, StringComparison.Ordinal);
        Assert.Contains("scrolls sideways", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_run_stays_below_a_megabyte_beside_the_library()
    {
        new SyntheticRun { SampleSeconds = 2 }.WriteTo(_folder.Path);

        int length = Html(ReportData.LibraryText).Length;

        Assert.InRange(length, 100_000, 1_000_000);
    }

    private string Html(string? library) => File.ReadAllText(HtmlReport.Write(_folder.Path, library));

    /// <summary>What a reader sees: tags gone, one blank between words.</summary>
    private static string Text(string html)
    {
        string body = html[html.IndexOf("<body>", StringComparison.Ordinal)..];
        string withoutTags = Regex.Replace(body, "<[^>]*>", " ", RegexOptions.None, TimeSpan.FromSeconds(5));
        return Regex.Replace(System.Net.WebUtility.HtmlDecode(withoutTags), "\\s+", " ", RegexOptions.None, TimeSpan.FromSeconds(5));
    }
}
