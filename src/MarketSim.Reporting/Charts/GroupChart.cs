using MarketSim.Reporting.RunFolders;
using MarketSim.Reporting.Series;

namespace MarketSim.Reporting.Charts;

/// <summary>Profit (currency) and inventory (shares) of each agent group at common times.</summary>
internal sealed record GroupChart(double[] Time, IReadOnlyList<GroupLine> Groups)
{
    public static GroupChart Of(GroupSamples samples, int maximumPoints)
    {
        int[] rows = Thinning.Evenly(samples.TimeSeconds.Count, maximumPoints);
        return new GroupChart(
            [.. rows.Select(row => samples.TimeSeconds[row])],
            [
                .. samples.Groups.Select(group => new GroupLine(
                    group.Name, [.. rows.Select(row => group.Profit[row])], [.. rows.Select(row => group.Inventory[row])])),
            ]);
    }
}

/// <summary>One group's values, one per time of the chart; NaN where absent.</summary>
internal sealed record GroupLine(string Name, double[] Profit, double[] Inventory);
