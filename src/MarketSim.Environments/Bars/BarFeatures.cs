using MarketSim.Market.Data;
using MarketSim.Numerics.Functions;

namespace MarketSim.Environments.Bars;

/// <summary>Computes the observed features of past bars. It receives no others, so that a feature cannot depend on a later bar.</summary>
internal sealed class BarFeatures
{
    private const float Bound = 10;
    private const double MinVolatility = 1e-6;

    private readonly int[] _lengths;
    private readonly int _lags;
    private readonly int _volatilityBars;
    private readonly double _rootBarsPerYear;

    public BarFeatures(TradingSettings settings)
    {
        _lengths = [.. settings.BarLengths];
        _lags = settings.Lags;
        _volatilityBars = settings.VolatilityBars;
        _rootBarsPerYear = Math.Sqrt(settings.Annualisation.StepsPerYear);
    }

    /// <summary>Number of features: returns, range and volume of each length, and the volatility.</summary>
    public int Size => (_lengths.Length * SizePerLength(_lags)) + 1;

    /// <summary>Number of features of one length: its returns, its range and its volume.</summary>
    public static int SizePerLength(int lags) => lags + 2;

    /// <summary>Writes the features: of each length the returns, newest first, the range and the volume; at last the volatility.</summary>
    /// <param name="past">The known bars, the newest last; at least as many as the look-back.</param>
    /// <param name="features">Shape [<see cref="Size"/>].</param>
    public void Observe(ReadOnlySpan<Bar> past, Span<float> features)
    {
        (double volatility, double meanVolume) = VolatilityAndVolume(past[^(_volatilityBars + 1)..]);
        int at = 0;
        foreach (int length in _lengths)
        {
            double deviation = volatility * Math.Sqrt(length);
            for (int lag = 0; lag < _lags; lag++)
            {
                int end = past.Length - 1 - (lag * length);
                features[at++] = Bounded(Elementary.Log(past[end].Close / past[end - length].Close) / deviation);
            }

            (double range, double volume) = RangeAndVolume(past[^length..]);
            features[at++] = Bounded(range / deviation);
            features[at++] = Bounded(Elementary.Log((1 + volume) / (1 + meanVolume)));
        }

        features[at] = Bounded(Elementary.Log(volatility * _rootBarsPerYear));
    }

    // Standard deviation (about zero) of the log return of a bar, and mean volume; the first bar only gives the close before the second.
    private static (double Volatility, double MeanVolume) VolatilityAndVolume(ReadOnlySpan<Bar> bars)
    {
        double squares = 0;
        double volume = 0;
        for (int i = 1; i < bars.Length; i++)
        {
            double logReturn = Elementary.Log(bars[i].Close / bars[i - 1].Close);
            squares += logReturn * logReturn;
            volume += bars[i].Volume;
        }

        int count = bars.Length - 1;
        return (Math.Max(Math.Sqrt(squares / count), MinVolatility), volume / count);
    }

    // Logarithm of the highest over the lowest price, and mean volume.
    private static (double Range, double MeanVolume) RangeAndVolume(ReadOnlySpan<Bar> bars)
    {
        double high = bars[0].High;
        double low = bars[0].Low;
        double volume = 0;
        foreach (ref readonly Bar bar in bars)
        {
            high = Math.Max(high, bar.High);
            low = Math.Min(low, bar.Low);
            volume += bar.Volume;
        }

        return (Elementary.Log(high / low), volume / bars.Length);
    }

    private static float Bounded(double value) => (float)Math.Clamp(value, -Bound, Bound);
}
