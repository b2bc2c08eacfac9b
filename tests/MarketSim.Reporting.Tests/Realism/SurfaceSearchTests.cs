using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Calibration;
using Xunit.Abstractions;

namespace MarketSim.Reporting.Tests.Realism;

public sealed class SurfaceSearchTests(ITestOutputHelper output)
{
    private static readonly double[] Truth = [0.3, 0.6];

    [Fact]
    public void A_quadratic_surface_is_found_exactly()
    {
        double Of(double[] x) => 1 + (2 * x[0]) - x[1] + (3 * x[0] * x[0]) + (0.5 * x[1] * x[1]) - (4 * x[0] * x[1]);
        double[][] places = [.. Enumerable.Range(1, 20).Select(i => new[] { SimplexSearch.Halton(i, 0), SimplexSearch.Halton(i, 1) })];
        ResponseSurface surface = ResponseSurface.Fit(places, [.. places.Select(Of)], [.. places.Select(_ => 1.0)], [0.5, 0.5])!;

        Assert.Equal(Of([0.2, 0.9]), surface.At([0.2, 0.9]), 9);
        Assert.Equal(2 + (6 * 0.2) - (4 * 0.9), surface.Slope([0.2, 0.9], 0), 6);
    }

    [Fact]
    public void Fewer_places_than_a_plane_needs_give_no_surface()
    {
        double[][] places = [[0.2], [0.4], [0.9]];
        double[] values = [1, 2, 4.5];

        Assert.Null(ResponseSurface.Fit(places[..2], values[..2], [1, 1], [0.5]));
        Assert.Equal(3, ResponseSurface.Fit(places, values, [1, 1, 1], [0.5])!.At([0.6]), 9);
    }

    /// <summary>
    /// The market of a scenario stands in as known functions of two parameters with noise: what seeds have in common, and what every evaluation has of its own.
    /// Bias and coverage over 60 repetitions are what a user may rely on.
    /// </summary>
    [Fact]
    public async Task Parameters_of_noisy_moments_are_found_without_bias_and_their_errors_are_true()
    {
        var distances = new RunningMoments[] { new(), new() };
        int covered = 0;
        const int repetitions = 60;
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            var random = new RandomStream(7, RandomPurpose.Test, 0, repetition);
            SurfaceEstimate found = await SearchAsync(random);
            for (int parameter = 0; parameter < 2; parameter++)
            {
                double error = Math.Sqrt(found.Covariance![parameter, parameter]);
                double distance = (found.Place[parameter] - Truth[parameter]) / error;
                distances[parameter].Add(distance);
                covered += Math.Abs(distance) < 2 ? 1 : 0;
            }
        }

        output.WriteLine($"bias {distances[0].Mean:0.00} and {distances[1].Mean:0.00} errors, spread {distances[0].StandardDeviation:0.00} and {distances[1].StandardDeviation:0.00}, {covered} of {2 * repetitions} within two errors");
        Assert.All(distances, distance => Assert.InRange(distance.Mean, -0.4, 0.4));
        Assert.InRange(covered, (int)(0.88 * 2 * repetitions), 2 * repetitions);
    }

    [Fact]
    public async Task A_parameter_that_no_moment_tells_has_no_error_to_trust()
    {
        MomentTarget[] targets = [new("log_trades", 1, 0.1)];
        SurfaceEstimate found = await new SurfaceSearch(2, targets).RunAsync(
            30, place => Task.FromResult(new MomentEvaluation(place, [1 + place[0]], [0.05])), report: null);

        Assert.True(found.Covariance is null || Math.Sqrt(found.Covariance[1, 1]) > 0.25);
    }

    // Three moments; noise of targets and of simulation 0.05 each, of which a part is of every evaluation's own.
    private static Task<SurfaceEstimate> SearchAsync(RandomStream noise)
    {
        static double[] Moments(double[] x) => [x[0] + (0.3 * x[1]), Math.Exp(x[1]) - (0.2 * x[0]), x[0] * x[1]];
        double[] truth = Moments(Truth);
        MomentTarget[] targets = [.. truth.Select((value, i) => new MomentTarget(SimulatedMoments.Names[i], value + (0.05 * noise.NextNormal()), 0.05))];
        double[] common = [.. truth.Select(_ => 0.04 * noise.NextNormal())];
        return new SurfaceSearch(2, targets).RunAsync(
            60, place => Task.FromResult(new MomentEvaluation(place, [.. Moments(place).Select((value, i) => value + common[i] + (0.03 * noise.NextNormal()))], [0.05, 0.05, 0.05])), report: null);
    }
}
