using MarketSim.Experiments.Sweeps;
using MarketSim.Results;

namespace MarketSim.Experiments.Tests.Sweeps;

public sealed class SweepStatisticsTests
{
    [Fact]
    public void Mean_and_deviation_are_of_the_finished_runs_only()
    {
        SweepResult[] results = [Run(1, RunStatus.Finished, 2), Run(2, RunStatus.Failed, 1_000), Run(3, RunStatus.Finished, 4), Run(4, RunStatus.Finished, 9)];

        SweepFigure figure = Assert.Single(SweepStatistics.Of(results));

        Assert.Equal(("orders", 3, 5.0, 2.0, 9.0), (figure.Name, figure.Count, figure.Mean, figure.Min, figure.Max));
        Assert.Equal(Math.Sqrt(13), figure.Deviation, 12);
    }

    [Fact]
    public void One_run_deviates_by_nothing() => Assert.Equal(0, Assert.Single(SweepStatistics.Of([Run(1, RunStatus.Finished, 2)])).Deviation);

    private static SweepResult Run(ulong seed, RunStatus status, decimal orders) => new(seed, status, "f", "d", string.Empty, [new("orders", orders)]);
}
