using MarketSim.Reporting.Series;
using MarketSim.Results.Tables;

namespace MarketSim.Reporting.Charts;

/// <summary>Profit (currency) and inventory (shares) of each agent group at common times.</summary>
internal sealed record GroupChart(double[] Time, IReadOnlyList<GroupLine> Groups)
{
    /// <param name="borders">Borders at which lines break.</param>
    public static GroupChart Of(GroupSamples samples, int maximumPoints, EpisodeBorders borders)
    {
        int[] rows = borders.Broken(Thinning.Evenly(samples.TimeSeconds.Count, maximumPoints), samples.TimeSeconds);
        return new GroupChart(
            EpisodeBorders.TimesAt(samples.TimeSeconds, rows),
            [.. samples.Groups.Select(group => new GroupLine(group.Name, EpisodeBorders.At(group.Profit, rows), EpisodeBorders.At(group.Inventory, rows))
            {
                Drawdown = EpisodeBorders.At(DrawdownOf(group.Profit, borders.Starts(samples.TimeSeconds)), rows),
            })]);
    }

    /// <summary>The drawdown: profit less its maximum so far, 0 or less, restarted with each episode; the opening counts as 0.</summary>
    private static double[] DrawdownOf(IReadOnlyList<double> profit, IReadOnlyList<int> starts)
    {
        double[] drawdown = new double[profit.Count];
        double highest = 0;
        int next = 0;
        for (int row = 0; row < drawdown.Length; row++)
        {
            if (next < starts.Count && starts[next] == row)
            {
                highest = 0;
                next++;
            }

            highest = double.IsNaN(profit[row]) ? highest : Math.Max(highest, profit[row]);
            drawdown[row] = profit[row] - highest;
        }

        return drawdown;
    }
}

/// <summary>One group's values, one per time of the chart; NaN where absent.</summary>
internal sealed record GroupLine(string Name, double[] Profit, double[] Inventory)
{
    /// <summary>Profit less the highest so far in its episode, in currency; 0 or less.</summary>
    public double[] Drawdown { get; init; } = [];
}
