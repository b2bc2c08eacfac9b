using MarketSim.Experiments.Impact;

namespace MarketSim.Experiments.Tests.Impact;

public sealed class ImpactTableTests
{
    [Fact]
    public void Row_of_an_order_has_its_impact_and_decay_and_that_of_a_round_trip_its_profit()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("marketsim-impact-");
        var order = new ImpactObservation(7, 0.25, 60, 0.004, 0.1, [0.09, 0.08, 0.07, 0.06], RoundTripProfit: null);
        ImpactResult result = ImpactResult.Of(
            [order, order with { Size = 0.016, Impact = 0.2 }, new ImpactObservation(ulong.MaxValue, 0.1, 60, 0.004, double.NaN, [], -0.5)], [0.25, 0.5, 1, 2], 1_000, 0.01);

        string path = ImpactTable.Write(folder.FullName, result);

        Assert.Equal(Path.Combine(folder.FullName, "impact.csv"), path);
        Assert.Equal(
        [
            "seed,speed,duration_seconds,size,impact,left_after_quarter,left_after_half,left_after_one,left_after_two,round_trip_profit",
            "7,0.25,60,0.004,0.1,0.09,0.08,0.07,0.06,",
            "7,0.25,60,0.016,0.2,0.09,0.08,0.07,0.06,",
            "18446744073709551615,0.1,60,0.004,,,,,,-0.5",
        ],
        File.ReadAllLines(path));
        folder.Delete(recursive: true);
    }
}
