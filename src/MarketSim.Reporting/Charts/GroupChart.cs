using MarketSim.Reporting.RunFolders;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Charts;

/// <summary>Profit (currency) and inventory (shares) of each agent group at common times.</summary>
internal sealed record GroupChart(double[] Time, IReadOnlyList<GroupLine> Groups)
{
    /// <param name="borders">Where lines break.</param>
    public static GroupChart Of(GroupSamples samples, int maximumPoints, EpisodeBorders borders)
    {
        int[] rows = borders.Broken(Thinning.Evenly(samples.TimeSeconds.Count, maximumPoints), samples.TimeSeconds);
        return new GroupChart(
            EpisodeBorders.TimesAt(samples.TimeSeconds, rows),
            [.. samples.Groups.Select(group => new GroupLine(group.Name, EpisodeBorders.At(group.Profit, rows), EpisodeBorders.At(group.Inventory, rows)))]);
    }
}

/// <summary>One group's values, one per time of the chart; NaN where absent.</summary>
internal sealed record GroupLine(string Name, double[] Profit, double[] Inventory);
