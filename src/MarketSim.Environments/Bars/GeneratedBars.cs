using MarketSim.Market.Data;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Environments.Bars;

/// <summary>Parameters of generated bars.</summary>
public sealed record GeneratedBarSettings
{
    /// <summary>Number of bars, at least 1.</summary>
    public int Count { get; init; } = 1000;

    /// <summary>Price at the start; greater than 0.</summary>
    public double InitialPrice { get; init; } = 100;

    /// <summary>Standard deviation of the log return of one bar; greater than 0.</summary>
    public double VolatilityPerBar { get; init; } = 0.01;

    /// <summary>Mean log return of one bar, in standard deviations; finite.</summary>
    public double DriftInDeviations { get; init; }

    /// <summary>Correlation of the log returns of one bar and the next, -0.999 to 0.999; it makes them predictable.</summary>
    public double Persistence { get; init; }

    /// <summary>Length of a bar; greater than 0.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromDays(1);
}

/// <summary>Bars of a geometric random walk whose log returns may be autocorrelated, for experiments without real data.</summary>
public static class GeneratedBars
{
    // Steps of the Brownian bridge within a bar.
    private const int StepsPerBar = 8;

    // Mean and standard deviation of the logarithm of a quiet bar's volume.
    private const double LogVolumeMean = 13;
    private const double LogVolumeDeviation = 0.5;

    private static readonly DateTime Start = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>Generates bars; the same seed gives the same bars.</summary>
    public static BarSeries Generate(GeneratedBarSettings settings, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SettingChecks.AtLeast(settings.Count, 1);
        SettingChecks.Positive(settings.InitialPrice);
        SettingChecks.Positive(settings.VolatilityPerBar);
        SettingChecks.InRange(settings.Persistence, -0.999, 0.999);

        // Group 0 is the stream of the environment that trades the bars.
        var random = new RandomStream(seed, RandomPurpose.Environment, group: 1, index: 0);
        double innovation = Math.Sqrt(1 - (settings.Persistence * settings.Persistence));
        double drift = settings.DriftInDeviations * settings.VolatilityPerBar;
        double logPrice = Elementary.Log(settings.InitialPrice);

        // In standard deviations: the predictable part of a log return is the persistent share of the one before, the innovation is new.
        double predictable = 0;
        var bars = new Bar[settings.Count];
        for (int i = 0; i < settings.Count; i++)
        {
            double deviations = predictable + (innovation * random.NextNormal());
            double logReturn = drift + (settings.VolatilityPerBar * deviations);
            bars[i] = BarOf(Start + (i * settings.Length), logPrice, logReturn, settings.VolatilityPerBar, ref random);
            logPrice += logReturn;
            predictable = settings.Persistence * deviations;
        }

        return BarSeries.Unbroken(bars);
    }

    // A bar between two log prices, whose high and low are those of a Brownian bridge.
    private static Bar BarOf(DateTime time, double logOpen, double logReturn, double volatility, ref RandomStream random)
    {
        double low = Math.Min(logOpen, logOpen + logReturn);
        double high = Math.Max(logOpen, logOpen + logReturn);
        double bridge = 0;
        for (int step = 1; step < StepsPerBar; step++)
        {
            int stepsLeft = StepsPerBar - step + 1;
            bridge = (bridge * (stepsLeft - 1) / stepsLeft) + (volatility * Math.Sqrt((stepsLeft - 1.0) / stepsLeft / StepsPerBar) * random.NextNormal());
            double at = logOpen + (logReturn * step / StepsPerBar) + bridge;
            low = Math.Min(low, at);
            high = Math.Max(high, at);
        }

        // Volume is larger in bars with large moves.
        double volume = random.NextLogNormal(LogVolumeMean, LogVolumeDeviation) * (1 + Math.Abs(logReturn / volatility));
        double open = Elementary.Exp(logOpen);
        double close = Elementary.Exp(logOpen + logReturn);
        return new Bar(time, open, Math.Max(Elementary.Exp(high), Math.Max(open, close)), Math.Min(Elementary.Exp(low), Math.Min(open, close)), close, volume);
    }
}
