using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Realism;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Reporting.Tests.Realism;

public sealed class AblationTableTests
{
    [Fact]
    public void Fact_is_lost_where_it_held_in_most_runs_and_holds_in_fewer_than_half_as_many()
    {
        Ablation news = new("news", "no news", "tails", ScenarioCatalog.Read("quickstart"));
        var table = new AblationTable([Row("tails", 4, 3.25), Row("memory", 3, 1), Row("bursts", 2, double.NaN)]);

        table.Add(news, [Row("tails", 1, 5.5), Row("memory", 2, 1), Row("bursts", 0, double.NaN)]);
        table.Add(news with { Name = "noise" }, [Row("tails", 2, 3), Row("memory", 3, 1), Row("bursts", 2, double.NaN)]);

        // Half of four is not fewer than half; and what held in two of four did not hold in most.
        Assert.Equal(
        [
            "| taken out | what that is | expected to be lost | tails | memory | bursts | lost |",
            "|---|---|---|---|---|---|---|",
            "| nothing | the scenario as it is |  | 3.25, 4/4 | 1.00, 3/4 | 2/4 | nothing |",
            "| news | no news | tails | 5.50, 1/4 | 1.00, 2/4 | 0/4 | tails |",
            "| noise | no news | tails | 3.00, 2/4 | 1.00, 3/4 | 2/4 | nothing |",
        ],
        table.Lines);
    }

    [Theory]
    [InlineData(4, 5, true)]
    [InlineData(3, 4, false)]
    [InlineData(1, 1, true)]
    [InlineData(0, 0, false)]
    public void Fact_holds_in_four_of_five_runs_with_enough_data(int met, int judged, bool holds) =>
        Assert.Equal(holds, (Row("tails", met, 1) with { Evaluated = judged }).Holds);

    private static RealismRow Row(string name, int met, double mean) => new(name, string.Empty, string.Empty)
    {
        Values = [],
        Found = [],
        Mean = mean,
        Interval = ConfidenceInterval.OfMean([]),
        Met = met,
        Evaluated = 4,
        Runs = 4,
    };
}
