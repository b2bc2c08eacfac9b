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

    /// <summary>Standard deviation of the logarithm over one bar; greater than 0.</summary>
    public double VolatilityPerBar { get; init; } = 0.01;

    /// <summary>Mean of the logarithm's change over one bar, in standard deviations; finite.</summary>
    public double DriftInDeviations { get; init; }

    /// <summary>Correlation of the changes of one bar and the next, beyond -1 and below 1; what makes them predictable.</summary>
    public double Persistence { get; init; }

    /// <summary>Length of a bar; greater than 0.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromDays(1);
}

/// <summary>Bars of a geometric random walk whose changes may be persistent, to try things on before real ones.</summary>
public static class GeneratedBars
{
    private const int StepsPerBar = 8;
    private static readonly DateTime Start = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>Generates bars; the same seed gives the same bars.</summary>
    public static BarSeries Generate(GeneratedBarSettings settings, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SettingChecks.AtLeast(settings.Count, 1);
        SettingChecks.Positive(settings.InitialPrice);
        SettingChecks.Positive(settings.VolatilityPerBar);
        SettingChecks.InRange(settings.Persistence, -0.999, 0.999);
        var random = new RandomStream(seed, RandomPurpose.Environment, group: 1, index: 0);
        double innovation = Math.Sqrt(1 - (settings.Persistence * settings.Persistence));
        double drift = settings.DriftInDeviations * settings.VolatilityPerBar;
        double logarithm = Elementary.Log(settings.InitialPrice);
        double predictable = 0;
        var bars = new Bar[settings.Count];
        for (int i = 0; i < settings.Count; i++)
        {
            double surprise = innovation * random.NextNormal();
            double change = drift + (settings.VolatilityPerBar * (predictable + surprise));
            bars[i] = BarOf(Start + (i * settings.Length), logarithm, change, settings.VolatilityPerBar, ref random);
            logarithm += change;
            predictable = settings.Persistence * (predictable + surprise);
        }

        return BarSeries.Unbroken(bars);
    }

    /// <summary>A bar whose path is a bridge of a few steps between its ends.</summary>
    private static Bar BarOf(DateTime time, double from, double change, double volatility, ref RandomStream random)
    {
        double low = Math.Min(from, from + change);
        double high = Math.Max(from, from + change);
        double deviation = 0;
        for (int step = 1; step < StepsPerBar; step++)
        {
            int left = StepsPerBar - step + 1;
            deviation = (deviation * (left - 1) / left) + (volatility * Math.Sqrt((left - 1.0) / left / StepsPerBar) * random.NextNormal());
            double at = from + (change * step / StepsPerBar) + deviation;
            low = Math.Min(low, at);
            high = Math.Max(high, at);
        }

        double volume = random.NextLogNormal(13, 0.5) * (1 + Math.Abs(change / volatility));
        double open = Elementary.Exp(from);
        double close = Elementary.Exp(from + change);
        return new Bar(time, open, Math.Max(Elementary.Exp(high), Math.Max(open, close)), Math.Min(Elementary.Exp(low), Math.Min(open, close)), close, volume);
    }
}
