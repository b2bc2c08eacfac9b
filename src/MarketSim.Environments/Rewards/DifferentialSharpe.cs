using MarketSim.Numerics.Serialization;

namespace MarketSim.Environments.Rewards;

/// <summary>
/// The differential Sharpe ratio (Moody and Saffell 2001, Learning to trade via direct reinforcement, equation 7): with running moments A of returns
/// and B of their squares, D = (B (R - A) - A (R² - B) / 2) / (B - A²)^(3/2). Its sum, times the adaptation rate, is about the change of the Sharpe
/// ratio. It depends on A and B, so that observations should contain them.
/// </summary>
public sealed class DifferentialSharpe
{
    private readonly double _rate;
    private readonly double _initialVariance;

    /// <param name="rate">Adaptation rate (eta) per step, greater than 0 and below 1.</param>
    /// <param name="initialVariance">Initial variance of a return; a hundredth of it is the lower bound of the variance in the ratio; greater than 0.</param>
    public DifferentialSharpe(double rate, double initialVariance)
    {
        _rate = rate is > 0 and < 1 ? rate : throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate must be greater than 0 and below 1.");
        _initialVariance = SettingChecks.Positive(initialVariance);
        Reset();
    }

    /// <summary>Running mean of the returns (A).</summary>
    public double Mean { get; private set; }

    /// <summary>Running mean of the squared returns (B).</summary>
    public double MeanSquare { get; private set; }

    /// <summary>Discards all earlier returns.</summary>
    public void Reset()
    {
        Mean = 0;
        MeanSquare = _initialVariance;
    }

    /// <summary>Adds a return.</summary>
    /// <returns>Its differential Sharpe ratio, by the moments before.</returns>
    public double Add(double periodReturn)
    {
        double variance = Math.Max(MeanSquare - (Mean * Mean), _initialVariance / 100);
        double meanChange = periodReturn - Mean;
        double squareChange = (periodReturn * periodReturn) - MeanSquare;
        double ratio = ((MeanSquare * meanChange) - (Mean * squareChange / 2)) / (variance * Math.Sqrt(variance));
        Mean += _rate * meanChange;
        MeanSquare += _rate * squareChange;
        return ratio;
    }

    /// <summary>Writes the state, which <c>Restore</c> reads.</summary>
    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(2);
        writer.WriteDouble(Mean);
        writer.WriteDouble(MeanSquare);
    }

    /// <summary>Restores the state that <c>Save</c> wrote.</summary>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        Mean = reader.ReadDouble();
        MeanSquare = reader.ReadDouble();
    }
}
