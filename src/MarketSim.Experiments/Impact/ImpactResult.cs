using MarketSim.Numerics.Statistics;

namespace MarketSim.Experiments.Impact;

/// <summary>One parent order beside the market without it.</summary>
/// <param name="Speed">Share of the volume that was asked for.</param>
/// <param name="Size">Traded, as a share of a day's volume.</param>
/// <param name="Impact">Change of the mid-price at the end in daily volatilities, positive in the order's direction; NaN for a round trip.</param>
/// <param name="Later">The same at the times of <see cref="ImpactResult.Decay"/>.</param>
/// <param name="RoundTripProfit">Of a round trip: profit per unit as a share of the price, at the mid-price; null otherwise.</param>
public sealed record ImpactObservation(
    ulong Seed, double Speed, double DurationSeconds, double Size, double Impact, IReadOnlyList<double> Later, double? RoundTripProfit);

/// <summary>The result of an <see cref="ImpactExperiment"/>: impact / daily volatility = prefactor (size / daily volume)^exponent.</summary>
public sealed record ImpactResult
{
    /// <summary>The measured impacts.</summary>
    public required IReadOnlyList<ImpactObservation> Observations { get; init; }

    /// <summary>Over orders of all speeds.</summary>
    public required PowerLawFit Fit { get; init; }

    /// <summary>Over orders of one speed each.</summary>
    public required IReadOnlyList<(double Speed, PowerLawFit Fit)> BySpeed { get; init; }

    /// <summary>The share of the impact that is left after so many durations, with its standard error over seeds.</summary>
    public required IReadOnlyList<(double Durations, double Left, double Error)> Decay { get; init; }

    /// <summary>Mean profit of round trips per unit, as a share of the price, with its standard error.</summary>
    public required (double Mean, double Error, int Count) RoundTrips { get; init; }

    /// <summary>Lots.</summary>
    public required double DailyVolume { get; init; }

    /// <summary>Standard deviation of the log return of a day.</summary>
    public required double DailyVolatility { get; init; }

    /// <summary>True when round trips earn nothing: their mean is not above 0 by two standard errors.</summary>
    public bool NoRoundTripEarns => !(RoundTrips.Mean > 2 * RoundTrips.Error);

    internal static ImpactResult Of(IReadOnlyList<ImpactObservation> observations, IReadOnlyList<double> decayTimes, double dailyVolume, double dailyVolatility)
    {
        ImpactObservation[] orders = [.. observations.Where(observation => observation.RoundTripProfit is null && observation.Size > 0)];
        double[] profits = [.. observations.Where(observation => observation.RoundTripProfit is not null).Select(observation => observation.RoundTripProfit!.Value)];
        return new ImpactResult
        {
            Observations = observations,
            Fit = FitOf(orders),
            BySpeed = [.. orders.GroupBy(order => order.Speed).Where(group => group.Count() >= 2).OrderBy(group => group.Key).Select(group => (group.Key, FitOf([.. group])))],
            Decay = [.. decayTimes.Index().Select(time => DecayAt(orders, time.Index, time.Item))],
            RoundTrips = MeanOf(profits),
            DailyVolume = dailyVolume,
            DailyVolatility = dailyVolatility,
        };
    }

    // Paths part the further the longer an order takes: their difference has a variance of about the duration.
    private static PowerLawFit FitOf(ImpactObservation[] orders) => PowerLawFit.Of(
        [.. orders.Select(order => order.Size)], [.. orders.Select(order => order.Impact)], [.. orders.Select(order => 1 / order.DurationSeconds)]);

    /// <summary>Ratio of sums, and its error by leaving out a seed at a time (jackknife).</summary>
    private static (double Durations, double Left, double Error) DecayAt(ImpactObservation[] orders, int time, double durations)
    {
        double Ratio(ulong? without)
        {
            ImpactObservation[] kept = [.. orders.Where(order => order.Seed != without)];
            double end = kept.Sum(order => order.Impact / Math.Sqrt(order.DurationSeconds));
            return kept.Sum(order => order.Later[time] / Math.Sqrt(order.DurationSeconds)) / end;
        }

        ulong[] seeds = [.. orders.Select(order => order.Seed).Distinct()];
        double[] partial = [.. seeds.Select(seed => Ratio(seed))];
        double mean = partial.Length > 0 ? partial.Average() : double.NaN;
        double error = seeds.Length < 2 ? double.NaN : Math.Sqrt((seeds.Length - 1.0) / seeds.Length * partial.Sum(value => (value - mean) * (value - mean)));
        return (durations, Ratio(null), error);
    }

    private static (double Mean, double Error, int Count) MeanOf(double[] values)
    {
        RunningMoments moments = RunningMoments.Of(values);
        return (values.Length > 0 ? moments.Mean : double.NaN, values.Length > 1 ? moments.StandardDeviation / Math.Sqrt(values.Length) : double.NaN, values.Length);
    }
}
