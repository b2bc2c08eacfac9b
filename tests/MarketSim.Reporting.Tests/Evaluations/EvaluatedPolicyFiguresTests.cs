using MarketSim.Reporting.Evaluations;
using MarketSim.Reporting.Page;
using MarketSim.Reporting.Tests.Runs;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Reporting.Tests.Evaluations;

public sealed class EvaluatedPolicyFiguresTests
{
    // The episodes of "flat" come in another order, as threads may end them.
    private static readonly EvaluatedEpisode[] Played =
    [
        Episode("trained", 0, 10, drawdown: 4), Episode("trained", 1, 30, drawdown: 8), Episode("trained", 2, 20, drawdown: 0),
        Episode("flat", 2, 0), Episode("flat", 0, 0), Episode("flat", 1, 0),
        Episode("random", 0, -10), Episode("random", 1, 14), Episode("random", 2, 2),
    ];

    [Fact]
    public void Figures_equal_those_by_hand()
    {
        EvaluatedPolicyFigures trained = EvaluatedPolicyFigures.Of(Played, seed: 1)[0];

        Assert.Equal(20, trained.Mean, 12);
        Assert.Equal(10, trained.Deviation, 12);
        // 20 over 10, times √252 for a year of days.
        Assert.Equal(31.749016, trained.AnnualSharpe, 6);
        Assert.Equal(4, trained.Drawdown, 12);
        Assert.Equal(8, trained.WorstDrawdown, 12);
        Assert.Equal(300, trained.Turnover, 12);
        // t(0.975, 2) = 4.30265: 20 ± 4.30265 · 10 / √3.
        Assert.Equal(20 - 24.8414, trained.MeanInterval.Lower, 3);
        Assert.Equal(20 + 24.8414, trained.MeanInterval.Upper, 3);
    }

    [Fact]
    public void Lead_compares_the_same_markets_pair_by_pair()
    {
        IReadOnlyList<EvaluatedPolicyFigures> figures = EvaluatedPolicyFigures.Of(Played, seed: 1);

        Assert.Equal(["trained", "flat", "random"], figures.Select(row => row.Policy), StringComparer.Ordinal);
        Assert.Equal(0, figures[0].Lead, 12);
        Assert.Equal(20, figures[1].Lead, 12);
        // Leads of 20, 16 and 18: a deviation of 2 where the results differ by 10 and more.
        Assert.Equal(18, figures[2].Lead, 12);
        Assert.Equal(18 - (4.30265 * 2 / Math.Sqrt(3)), figures[2].LeadInterval.Lower, 3);
    }

    [Fact]
    public void Who_never_wins_or_loses_has_no_sharpe_ratio()
    {
        EvaluatedPolicyFigures flat = EvaluatedPolicyFigures.Of(Played, seed: 1)[1];

        Assert.True(double.IsNaN(flat.AnnualSharpe));
        Assert.True(double.IsNaN(flat.AnnualSharpeInterval.Lower));
    }

    [Fact]
    public void Equal_seeds_give_equal_figures() => Assert.Equal(EvaluatedPolicyFigures.Of(Played, seed: 1), EvaluatedPolicyFigures.Of(Played, seed: 1));

    [Fact]
    public void Tables_have_a_row_each_and_empty_cells_for_what_is_not_known()
    {
        IReadOnlyList<EvaluatedPolicyFigures> figures = EvaluatedPolicyFigures.Of(Played, seed: 1);

        string[] summary = EvaluationTables.Summary(figures).Split('\n');
        string[] episodes = EvaluationTables.Episodes(Played).Split('\n');

        Assert.StartsWith("group,policy,episodes,mean,deviation,", summary[0], StringComparison.Ordinal);
        Assert.StartsWith("ppo,flat,3,0,0,0,0,,,,0,0,300,1,20,-4.84", summary[2], StringComparison.Ordinal);
        Assert.Equal("ppo,trained,1,30,1,3,300,8", episodes[2]);
        Assert.Equal(1 + Played.Length + 1, episodes.Length);
    }

    [Theory]
    [InlineData("policy")]
    [InlineData("contestant")]
    public void Table_of_policies_is_read_back_to_the_bit_also_with_the_column_name_of_an_earlier_version(string column)
    {
        IReadOnlyList<EvaluatedPolicyFigures> figures = EvaluatedPolicyFigures.Of(Played, seed: 1);
        using var folder = new TemporaryFolder();
        folder.Write(EvaluationTables.SummaryFile, EvaluationTables.Summary(figures).Replace("policy", column, StringComparison.Ordinal));

        Assert.Equal(figures, EvaluationTables.ReadSummary(folder.Path));
    }

    [Fact]
    public void Page_draws_sums_over_the_episodes_and_shows_the_table()
    {
        IReadOnlyList<EvaluatedPolicyFigures> figures = EvaluatedPolicyFigures.Of(Played, seed: 1);

        string html = FigurePage.Html("Evaluation", "", EvaluationPage.Sections(Played, figures), ReportData.LibraryText);

        System.Text.Json.JsonElement drawn = PageData.Of(html, "figure-data").GetProperty("evaluation0");
        Assert.Equal([10, 40, 60], drawn.GetProperty("lines")[0].Numbers("y"));
        Assert.Contains("In the place of ppo", html, StringComparison.Ordinal);
        Assert.Contains("<details open>", html, StringComparison.Ordinal);
        Assert.Contains(">18.00<", html, StringComparison.Ordinal);
    }

    private static EvaluatedEpisode Episode(string policy, int episode, double wealth, double drawdown = 0) =>
        new("ppo", policy, episode, wealth, Reward: 1, Volume: 3, Turnover: 300, drawdown, Wealth: []);
}
