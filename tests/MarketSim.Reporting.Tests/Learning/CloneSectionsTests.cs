using System.Text.Json;
using System.Text.RegularExpressions;
using MarketSim.Reporting.Tests.Runs;

namespace MarketSim.Reporting.Tests.Learning;

/// <summary>The report of a run in which a policy clones an expert of its market.</summary>
public sealed class CloneSectionsTests : IDisposable
{
    private const string Header = "episode,tick,replica,agent,agents,group,type,policy,decisions,reward,wealth_change,volume,position\n";

    private const string Clone = """
        0,19,0,0,1,alpha,behavioral_cloning,alpha,10,1,100,5,2
        1,39,0,0,1,alpha,behavioral_cloning,alpha,10,5,500,7,2

        """;

    private const string Expert = """
        0,19,0,1,1,maker,market_maker,,0,0,-7,5,2
        1,39,0,1,1,maker,market_maker,,0,0,-9,5,2

        """;

    private const string Losses = """
        tick,episode,policy,version,name,value
        10,0,alpha,1,train/clone_loss,0.75
        10,0,alpha,1,train/held_out_loss,0.875
        30,1,alpha,2,train/clone_loss,0.5
        30,1,alpha,2,train/held_out_loss,0.625

        """;

    // The expert's four and six steps by what the clone did there; those of the first update are not shown.
    private const string Actions = """
        10,0,alpha,1,train/held_out_macro_f1,0.25
        10,0,alpha,1,train/held_out_majority_f1,0.375
        10,0,alpha,1,train/confusion_0_0,0
        10,0,alpha,1,train/confusion_0_1,9
        10,0,alpha,1,train/confusion_1_0,1
        10,0,alpha,1,train/confusion_1_1,0
        30,1,alpha,2,train/held_out_macro_f1,0.697
        30,1,alpha,2,train/held_out_majority_f1,0.375
        30,1,alpha,2,train/confusion_0_0,3
        30,1,alpha,2,train/confusion_0_1,1
        30,1,alpha,2,train/confusion_1_0,2
        30,1,alpha,2,train/confusion_1_1,4

        """;

    private readonly TemporaryFolder _folder = SmallRun.Create();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Losses_and_agreement_are_drawn_by_update()
    {
        JsonElement figures = Figures(Header + Clone + Expert, Losses + Actions);

        JsonElement[] losses = Lines(figures, "cloneLosses");
        Assert.Equal(["alpha, learned from", "alpha, held out"], Names(losses), StringComparer.Ordinal);
        Assert.Equal([0.5, 1.5], losses[0].Numbers("x"));
        Assert.Equal([0.75, 0.5], losses[0].Numbers("y"));
        Assert.Equal([0.875, 0.625], losses[1].Numbers("y"));
        JsonElement[] scores = Lines(figures, "cloneScores");
        Assert.Equal(["alpha, clone", "alpha, always the most frequent action"], Names(scores), StringComparer.Ordinal);
        Assert.Equal([0.25, 0.697], scores[0].Numbers("y"));
        Assert.Equal([0.375, 0.375], scores[1].Numbers("y"));
    }

    [Fact]
    public void Clone_stands_beside_those_that_compete_with_it()
    {
        JsonElement[] returns = Lines(Figures(Header + Clone + Expert, Losses), "cloneReturns");

        Assert.Equal(["alpha", "maker"], Names(returns), StringComparer.Ordinal);
        Assert.Equal([100, 500], returns[0].Numbers("y"));
        Assert.Equal([-7, -9], returns[1].Numbers("y"));
    }

    [Fact]
    public void Confusion_of_the_last_update_is_drawn_and_counted()
    {
        JsonElement[] bars = Lines(Figures(Header + Clone + Expert, Losses + Actions), "confusionalpha");
        string page = File.ReadAllText(HtmlReport.Write(_folder.Path, ReportData.LibraryText));
        string text = Regex.Replace(Regex.Replace(page, "<[^>]*>", " ", RegexOptions.None, TimeSpan.FromSeconds(5)), "\\s+", " ", RegexOptions.None, TimeSpan.FromSeconds(5));

        Assert.Equal(["Expert", "Clone"], Names(bars), StringComparer.Ordinal);
        Assert.Equal([4, 6], bars[0].Numbers("y"));
        Assert.Equal([5, 5], bars[1].Numbers("y"));

        // F1 is 2 * 3 / (4 + 5) and 2 * 4 / (6 + 5); of always the second action 0 and 2 * 6 / (10 + 6).
        Assert.Contains("On held-out episodes, 10 steps. Macro-F1 0.697; always taking the most frequent action would have 0.375. Accuracy 0.700.", text, StringComparison.Ordinal);
        Assert.Contains("action 0 3 1 0.600 0.750 action 1 2 4 0.800 0.667", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Clone_of_continuous_actions_that_trades_alone_has_its_losses_only()
    {
        JsonElement figures = Figures(Header + Clone, Losses);

        Assert.True(figures.TryGetProperty("cloneLosses", out _));
        Assert.All(["cloneScores", "cloneReturns", "confusionalpha"], name => Assert.False(figures.TryGetProperty(name, out _), name));
    }

    [Fact]
    public void Training_without_clones_has_nothing_of_them()
    {
        JsonElement figures = Figures(Header + Clone + Expert, "tick,episode,policy,version,name,value\n10,0,alpha,1,train/entropy,1\n");

        Assert.DoesNotContain(figures.EnumerateObject(), static figure => figure.Name.StartsWith("clone", StringComparison.Ordinal));
    }

    private JsonElement Figures(string episodes, string updates)
    {
        _folder.Write("episodes.csv", episodes);
        _folder.Write("learning.csv", updates);
        return PageData.Of(File.ReadAllText(HtmlReport.Write(_folder.Path, ReportData.LibraryText)), "figure-data");
    }

    private static JsonElement[] Lines(JsonElement figures, string name) => [.. figures.GetProperty(name).GetProperty("lines").EnumerateArray()];

    private static IEnumerable<string?> Names(IEnumerable<JsonElement> lines) => lines.Select(static line => line.GetProperty("name").GetString());
}
