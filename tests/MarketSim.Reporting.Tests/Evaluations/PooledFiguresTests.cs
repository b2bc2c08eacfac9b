using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Evaluations;
using MarketSim.Reporting.Page;
using MarketSim.Reporting.Tests.Runs;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Reporting.Tests.Evaluations;

public sealed class PooledFiguresTests
{
    // Leads over "flat" of 20 ± 4.97, 10 ± 4.97 and 3 ± 4.97: the last training's interval holds 0.
    private static readonly SeedEvaluation[] Seeds = [Training(1, 18, 22, 20), Training(2, 8, 12, 10), Training(5, 1, 5, 3)];

    [Fact]
    public void Every_training_counts_once_and_is_the_unit_of_the_interval()
    {
        PooledFigures flat = PooledFigures.Of(Seeds)[1];

        Assert.Equal(("ppo", "flat", 3), (flat.Group, flat.Policy, flat.Seeds));
        Assert.Equal(11, flat.Lead, 12);
        Assert.Equal(Math.Sqrt((81 + 1 + 64) / 2.0), flat.LeadDeviation, 12);

        // t(0.975, 2) = 4.30265 over the three trainings, wide though each of them is known within 5.
        Assert.Equal(11 - (4.30265 * flat.LeadDeviation / Math.Sqrt(3)), flat.LeadInterval.Lower, 3);
        Assert.Equal(3, flat.MinLead, 12);
        Assert.Equal(2, flat.SeedsAhead);
        Assert.Equal((0.0, 0.0), (flat.Mean, flat.Deviation));
        Assert.True(double.IsNaN(flat.AnnualSharpe));
    }

    [Fact]
    public void One_training_tells_nothing_of_others()
    {
        PooledFigures trained = PooledFigures.Of(Seeds[..1])[0];

        Assert.Equal(20, trained.Mean, 12);
        Assert.True(double.IsNaN(trained.Deviation));
        Assert.True(double.IsNaN(trained.MeanInterval.Lower));
    }

    [Fact]
    public void Middle_half_of_the_trainings_stands_beside_their_mean_with_its_bootstrap_interval()
    {
        // The means of the trainings are 900, 20, 10 and 4: the middle half is 20 and 10.
        SeedEvaluation[] seeds = [Training(1, 18, 22), Training(2, 8, 12), Training(5, 3, 5), Training(6, 899, 901)];
        IReadOnlyList<PooledFigures> pooled = PooledFigures.Of(seeds);

        Assert.Equal(15, pooled[0].InterquartileMean.Value, 12);
        Assert.InRange(pooled[0].InterquartileMean.Interval.Lower, 4, 15);
        Assert.InRange(pooled[0].InterquartileMean.Interval.Upper, 15, 900);
        Assert.Equal(new InterquartileMean(0, new ConfidenceInterval(0, 0)), pooled[1].InterquartileMean);
        string html = FigurePage.Html("Evaluation", "", SeedEvaluationPage.Sections(seeds, pooled), ReportData.LibraryText);
        Assert.Contains("<th scope=\"col\">Interquartile mean</th>", html, StringComparison.Ordinal);
        Assert.Contains("<td>15.00</td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_begin_with_the_seed_and_have_a_row_for_all_seeds()
    {
        string[] pooled = EvaluationTables.Pooled(PooledFigures.Of(Seeds)).Split('\n');

        Assert.StartsWith("seed,group,policy,episodes,mean,", EvaluationTables.Summary(Seeds), StringComparison.Ordinal);
        Assert.Equal("5,ppo,trained,2,3,1,3,300,0", EvaluationTables.Episodes(Seeds).Split('\n')[15]);
        Assert.StartsWith("ppo,trained,3,11,", pooled[1], StringComparison.Ordinal);
        Assert.StartsWith("ppo,flat,3,0,0,0,0,,11,", pooled[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Page_draws_each_seed_with_its_interval_and_lists_all_seeds_first()
    {
        string html = FigurePage.Html("Evaluation", "", SeedEvaluationPage.Sections(Seeds, PooledFigures.Of(Seeds)), ReportData.LibraryText);

        System.Text.Json.JsonElement trained = PageData.Of(html, "figure-data").GetProperty("evaluation0").GetProperty("lines")[0];
        Assert.Equal([1, 2, 5], trained.Numbers("x"));
        Assert.Equal([20, 10, 3], trained.Numbers("y"));
        Assert.Equal(20 - (4.30265 * 2 / Math.Sqrt(3)), trained.Numbers("low")[0]!.Value, 3);
        Assert.InRange(html.IndexOf(">all 3<", StringComparison.Ordinal), 1, html.IndexOf(">5</td>", StringComparison.Ordinal));
    }

    private static SeedEvaluation Training(ulong seed, params double[] wealth)
    {
        EvaluatedEpisode[] played =
        [
            .. wealth.Select((change, episode) => new EvaluatedEpisode("ppo", "trained", episode, change, Reward: 1, Volume: 3, Turnover: 300, Drawdown: 0, Wealth: [])),
            .. wealth.Select((_, episode) => new EvaluatedEpisode("ppo", "flat", episode, 0, Reward: 0, Volume: 0, Turnover: 0, Drawdown: 0, Wealth: [])),
        ];
        return new SeedEvaluation(seed, played, EvaluatedPolicyFigures.Of(played, seed));
    }
}
