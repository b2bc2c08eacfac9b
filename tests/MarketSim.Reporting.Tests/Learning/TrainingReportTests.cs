using System.Text.Json;
using System.Text.RegularExpressions;
using MarketSim.Reporting.Tests.Runs;

namespace MarketSim.Reporting.Tests.Learning;

public sealed class TrainingReportTests : IDisposable
{
    private const string Episodes = """
        episode,tick,replica,agent,agents,group,type,policy,decisions,reward,wealth_change,volume,position
        0,19,0,0,1,alpha,ppo,alpha,10,1,100,5,2
        0,19,0,1,1,maker,market_maker,,0,0,-7,5,2
        0,19,1,0,1,alpha,ppo,alpha,10,3,300,5,2
        0,19,0,,2,noise,zero_intelligence,,10,-1,-50,5,0
        0,19,1,,2,noise,zero_intelligence,,10,-1,-150,5,0
        1,39,0,0,1,alpha,ppo,alpha,10,5,500,7,2
        1,39,0,1,1,maker,market_maker,,0,0,-9,5,2
        1,39,1,0,1,alpha,ppo,alpha,10,7,700,9,2
        1,39,0,,2,noise,zero_intelligence,,10,-3,-300,5,0

        """;

    private const string Updates = """
        tick,episode,policy,version,name,value
        10,0,alpha,1,train/entropy,1.5
        10,0,alpha,1,lag,0.5
        10,0,alpha,1,lag_maximum,3
        30,1,alpha,2,train/entropy,1.25
        30,1,alpha,2,lag,0.25
        30,1,alpha,2,train/value_loss,NaN

        """;

    private readonly TemporaryFolder _folder = SmallRun.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_are_means_over_replicas_by_episode()
    {
        JsonElement figures = Figures();

        JsonElement curve = Assert.Single(figures.GetProperty("learningCurves").GetProperty("lines").EnumerateArray());
        Assert.Equal("alpha", curve.GetProperty("name").GetString());
        Assert.Equal([1, 2], curve.Numbers("x"));
        Assert.Equal([2, 6], curve.Numbers("y"));
        JsonElement[] wealth = [.. figures.GetProperty("wealthByAgent").GetProperty("lines").EnumerateArray()];
        Assert.Equal(["alpha", "maker"], wealth.Select(line => line.GetProperty("name").GetString()), StringComparer.Ordinal);
        Assert.Equal([-7, -9], wealth[1].Numbers("y"));
    }

    [Fact]
    public void Updates_stand_where_they_were_on_the_axis_of_episodes()
    {
        JsonElement figures = Figures();

        JsonElement entropy = figures.GetProperty("entropy").GetProperty("lines")[0];
        Assert.Equal([0.5, 1.5], entropy.Numbers("x"));
        Assert.Equal([1.5, 1.25], entropy.Numbers("y"));
        Assert.Equal(
            ["alpha, mean", "alpha, largest"],
            figures.GetProperty("policyLag").GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("name").GetString()),
            StringComparer.Ordinal);
        Assert.False(figures.TryGetProperty("policyLosses", out _), "nothing was said of it");
    }

    [Fact]
    public void Positions_are_those_of_single_agents_on_the_price_of_the_last_episode()
    {
        JsonElement figure = Figures().GetProperty("positions");

        JsonElement[] lines = [.. figure.GetProperty("lines").EnumerateArray()];
        Assert.Equal(["Mid-price", "maker"], lines.Select(line => line.GetProperty("name").GetString()), StringComparer.Ordinal);
        Assert.Equal([101, 100.5], lines[0].Numbers("y").Select(value => value ?? 101));
        Assert.Equal([-25, -10], lines[1].Numbers("y"));
        Assert.True(lines[1].GetProperty("onSecondAxis").GetBoolean());
    }

    [Fact]
    public void Table_compares_the_beginning_with_the_end()
    {
        Write();
        string html = File.ReadAllText(HtmlReport.Write(_folder.Path, null));
        string text = Regex.Replace(Regex.Replace(html, "<[^>]*>", " ", RegexOptions.None, TimeSpan.FromSeconds(5)), "\\s+", " ", RegexOptions.None, TimeSpan.FromSeconds(5));

        Assert.Contains("alpha ppo alpha 2 6 200 600 8 3", text, StringComparison.Ordinal);
        Assert.Contains("noise (mean) zero_intelligence – – – -100 -300 5 –", text, StringComparison.Ordinal);
        Assert.Contains("Learning curves", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_without_training_has_no_section_of_it()
    {
        string html = File.ReadAllText(HtmlReport.Write(_folder.Path, ReportData.LibraryText));

        Assert.DoesNotContain("Learning curves", html, StringComparison.Ordinal);
        Assert.DoesNotContain("figure-data", html, StringComparison.Ordinal);
    }

    private JsonElement Figures()
    {
        Write();
        return PageData.Of(File.ReadAllText(HtmlReport.Write(_folder.Path, ReportData.LibraryText)), "figure-data");
    }

    private void Write()
    {
        _folder.Write("episodes.csv", Episodes);
        _folder.Write("learning.csv", Updates);
    }
}
