using System.Text.Json;
using MarketSim.Reporting.Figures;
using MarketSim.Reporting.Learning;
using MarketSim.Reporting.Tests.Runs;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Tests.Learning;

/// <summary>Episodes of 20 ticks of a second; the last one begins at tick 20.</summary>
public sealed class OptionBandsFigureTests : IDisposable
{
    private const double Open = 36_000;

    private const string Episodes = """
        episode,tick,replica,agent,agents,group,type,policy,decisions,reward,wealth_change,volume,position
        0,19,0,0,1,alpha,hierarchical,alpha,10,1,100,5,2
        1,39,0,0,1,alpha,hierarchical,alpha,10,5,500,7,2

        """;

    private const string Choices = """
        tick,episode,policy,version,name,value
        5,0,alpha-controller,1,options/choice,2
        21,1,alpha-controller,1,options/choice,1
        24,1,alpha-controller,1,options/choice,0
        24,1,alpha,1,train/entropy,1

        """;

    private readonly TemporaryFolder _folder = SmallRun.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Option_colours_the_price_from_the_tick_after_its_choice_to_the_next_one()
    {
        (string policy, Figure figure) = Assert.Single(Bands((18, 99), (20, 100), (22, 101), (24, 102), (26, 103), (28, 104), (40, 105)));

        // The option of the episode before is not drawn, nor are samples outside the last episode.
        Assert.Equal("alpha", policy);
        Assert.Equal(["Option 0", "Option 1", "Mid-price"], figure.Lines.Select(static line => line.Name), StringComparer.Ordinal);
        Assert.All(figure.Lines, static line => Assert.Equal([0, 2, 4, 6, 8], line.X.Select(static minute => Math.Round(minute * 60, 9))));
        Assert.Equal([100, 101, 102, 103, 104], figure.Lines[2].Y);

        // The choice of tick 24 acts at 26, where both bands touch; before the first choice there is none.
        Assert.Equal([double.NaN, double.NaN, double.NaN, 103, 104], figure.Lines[0].High!);
        Assert.Equal([double.NaN, 101, 102, 103, double.NaN], figure.Lines[1].High!);

        // Bands reach down to the lowest price.
        Assert.Equal([double.NaN, double.NaN, double.NaN, 100, 100], figure.Lines[0].Low!);
        Assert.Equal([double.NaN, 100, 100, 100, double.NaN], figure.Lines[1].Low!);
    }

    [Fact]
    public void Episode_of_one_sample_and_policies_without_a_controller_have_no_figure()
    {
        Assert.Empty(Bands((18, 99), (20, 100)));
        _folder.Write("learning.csv", Choices.Replace("-controller", string.Empty, StringComparison.Ordinal));
        Assert.Empty(OptionBandsFigure.Of(TrainingModel.Read(_folder.Path)!, Book((20, 100), (22, 101)), tickSeconds: 1, Open));
    }

    [Fact]
    public void Report_shows_the_options_under_the_price()
    {
        Write();

        JsonElement figure = PageData.Of(File.ReadAllText(HtmlReport.Write(_folder.Path, ReportData.LibraryText)), "figure-data").GetProperty("options0");

        // The small run has samples at ticks 20 and 30.
        JsonElement[] lines = [.. figure.GetProperty("lines").EnumerateArray()];
        Assert.Equal(["Option 0", "Mid-price"], lines.Select(static line => line.GetProperty("name").GetString()), StringComparer.Ordinal);
        Assert.Equal([null, 100.5], lines[0].Numbers("high"));
    }

    private IReadOnlyList<(string Policy, Figure Figure)> Bands(params (int Tick, double Mid)[] samples)
    {
        Write();
        return OptionBandsFigure.Of(TrainingModel.Read(_folder.Path)!, Book(samples), tickSeconds: 1, Open);
    }

    private void Write()
    {
        _folder.Write("episodes.csv", Episodes);
        _folder.Write("learning.csv", Choices);
    }

    private static BookSamples Book(params (int Tick, double Mid)[] samples)
    {
        var book = new BookSamples();
        foreach ((int tick, double mid) in samples)
        {
            book.TimeSeconds.Add(Open + tick);
            book.Mid.Add(mid);
        }

        return book;
    }
}
