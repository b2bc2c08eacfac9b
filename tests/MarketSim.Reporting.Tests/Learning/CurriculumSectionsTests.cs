using System.Net;
using System.Text.Json;
using MarketSim.Reporting.Tests.Runs;
using MarketSim.Results;

namespace MarketSim.Reporting.Tests.Learning;

public sealed class CurriculumSectionsTests : IDisposable
{
    private const string Episodes = """
        episode,tick,replica,agent,agents,group,type,policy,decisions,reward,wealth_change,volume,position
        0,19,0,0,1,alpha,ppo,alpha,10,1,100,5,2
        1,39,0,0,1,alpha,ppo,alpha,10,5,500,7,2

        """;

    private const string Stages = """
        number,episode,stage,name,score,smoothed,bar,episodes,p_value,decision,reason
        1,0,0,quiet,0.25,0.25,0.5,10,0.9,stays,stays below the bar
        2,1,0,quiet,0.875,0.5625,0.5,12,0.01,advances,leaves the stage: 0.875 > 0.5

        """;

    private readonly TemporaryFolder _folder = SmallRun.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scores_stand_beside_the_bar_at_the_episode_after_which_they_were_taken()
    {
        JsonElement figure = PageData.Of(Page(Stages), "figure-data").GetProperty("curriculum");

        JsonElement[] lines = [.. figure.GetProperty("lines").EnumerateArray()];
        Assert.Equal(["score of the window", "smoothed", "bar", "stage"], lines.Select(static line => line.GetProperty("name").GetString()), StringComparer.Ordinal);
        Assert.All(lines, static line => Assert.Equal([1, 2], line.Numbers("x")));
        Assert.Equal([0.25, 0.875], lines[0].Numbers("y"));
        Assert.Equal([0.25, 0.5625], lines[1].Numbers("y"));
        Assert.Equal([0.5, 0.5], lines[2].Numbers("y"));
        Assert.Equal([0, 0], lines[3].Numbers("y"));
        Assert.Equal("Stage", figure.GetProperty("secondAxis").GetString());
    }

    [Fact]
    public void Table_says_of_every_evaluation_why_the_stage_was_left_or_kept()
    {
        string page = Page(Stages);

        Assert.Equal(["1", "0 quiet", "0.25", "0.25", "0.5", "10", "0.9", "stays below the bar"], RowWith(page, "stays below the bar"), StringComparer.Ordinal);

        // What a file says is text on the page, never markup.
        Assert.Equal(["2", "0 quiet", "0.875", "0.5625", "0.5", "12", "0.01", "leaves the stage: 0.875 > 0.5"], RowWith(page, "leaves the stage"), StringComparer.Ordinal);
        Assert.DoesNotContain("0.875 > 0.5", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_without_a_curriculum_has_no_stages()
    {
        _folder.Write("episodes.csv", Episodes);

        string page = File.ReadAllText(HtmlReport.Write(_folder.Path, ReportData.LibraryText));

        Assert.False(PageData.Of(page, "figure-data").TryGetProperty("curriculum", out _));
        Assert.DoesNotContain("Each evaluation of a stage", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Decision_that_there_is_not_is_refused_with_those_that_there_are()
    {
        RunFolderException refused = Assert.Throws<RunFolderException>(() => Page(Stages.Replace("advances", "jumps", StringComparison.Ordinal)));

        Assert.Contains("curriculum.csv:3", refused.Message, StringComparison.Ordinal);
        Assert.Contains("jumps", refused.Message, StringComparison.Ordinal);
        Assert.Contains("stays, advances or returns", refused.Message, StringComparison.Ordinal);
    }

    private string Page(string stages)
    {
        _folder.Write("episodes.csv", Episodes);
        _folder.Write("curriculum.csv", stages);
        return File.ReadAllText(HtmlReport.Write(_folder.Path, ReportData.LibraryText));
    }

    /// <summary>The cells of the first row that says something.</summary>
    private static string[] RowWith(string page, string words)
    {
        string row = page.Split("<tr>").First(row => row.Contains(words, StringComparison.Ordinal) && row.Contains("</td>", StringComparison.Ordinal));
        return [.. row.Split("</td>")[..^1].Select(static cell => WebUtility.HtmlDecode(cell[(cell.LastIndexOf('>') + 1)..]))];
    }
}
