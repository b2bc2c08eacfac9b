using MarketSim.Experiments.Impact;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Experiments.Tests.Impact;

/// <summary>In a market of forty minutes that trades by the second.</summary>
public sealed class ImpactExperimentTests
{
    private static readonly Scenario Market = ScenarioReader.Read(
        new TestMarketYaml("probed", 2_400).WithoutFees().WithNoise(40, "2s").WithValue(10).Text(), "probed.yaml");

    private static readonly ImpactOptions Options = new() { Sizes = [0.01, 0.05, 0.1], Speeds = [0.5], Seeds = [1, 2], StartSeconds = 600 };

    [Fact]
    public void Orders_move_the_price_their_way_and_larger_ones_further()
    {
        ImpactResult result = new ImpactExperiment(Market, Options).Run();

        // Three sizes and a round trip for each of two seeds.
        Assert.Equal(8, result.Observations.Count);
        Assert.Equal(2, result.RoundTrips.Count);
        double[] means = [.. result.Observations.Where(order => order.RoundTripProfit is null).GroupBy(order => order.DurationSeconds).OrderBy(group => group.Key).Select(group => group.Average(order => order.Impact))];
        Assert.Equal(3, means.Length);
        Assert.True(means[^1] > 0 && means[^1] > means[0], $"The means were {string.Join(", ", means)}.");
        Assert.True(result.DailyVolume > 0 && result.DailyVolatility > 0);

        // Each trades what it was sent to trade, or what the thin book has of it.
        Assert.All(result.Observations, order => Assert.InRange(order.Size, 0.001, 0.1));
    }

    [Fact]
    public void Result_repeats_to_the_last_digit_on_any_number_of_threads()
    {
        var told = new List<ImpactObservation>();
        ImpactResult one = new ImpactExperiment(Market, Options with { Seeds = [3] }).Run(told.Add);
        ImpactResult two = new ImpactExperiment(Market, Options with { Seeds = [3], Jobs = 2 }).Run();

        Assert.Equal(Digits(one), Digits(two));
        Assert.Equal(one.Observations.Count, told.Count);
    }

    [Fact]
    public void Orders_longer_than_a_quarter_of_the_session_are_left_out()
    {
        // At half of the volume an order of 30 % of a day's takes 30 % of the session.
        ImpactResult result = new ImpactExperiment(Market, Options with { Sizes = [0.01, 0.05, 0.3], Seeds = [1] }).Run();

        Assert.Equal(2, result.Observations.Count(order => order.RoundTripProfit is null));
    }

    [Fact]
    public void Cancelled_experiment_stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => new ImpactExperiment(Market, Options).Run(cancellation: cancelled.Token));
    }

    [Fact]
    public void Experiment_that_is_cancelled_in_the_midst_stops_there()
    {
        using var cancellation = new CancellationTokenSource();
        var told = new List<ImpactObservation>();

        Assert.Throws<OperationCanceledException>(() => new ImpactExperiment(Market, Options).Run(
            observation =>
            {
                told.Add(observation);
                cancellation.Cancel();
            },
            cancellation.Token));

        // One of eight: no further market was simulated.
        Assert.Single(told);
    }

    private static string Digits(ImpactResult result) => string.Join(
        '\n', result.Observations.Select(order => $"{order.Seed} {order.Speed:R} {order.DurationSeconds:R} {order.Size:R} {order.Impact:R} {string.Join(' ', order.Later.Select(later => $"{later:R}"))} {order.RoundTripProfit:R}"));
}
