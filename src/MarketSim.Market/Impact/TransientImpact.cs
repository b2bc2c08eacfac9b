using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Market.Impact;

/// <summary>
/// Linear impact that decays as a sum of exponentials with positive weights, and a permanent part. Such a kernel is completely monotone, and so
/// positive definite: the cost of any sequence of trades is at least 0.
/// </summary>
/// <remarks>
/// Not the sum of <c>TransientShift</c> (MarketSim.Agents): that one decays by times and is a belief of one agent, this one decays by rates. Sharing one
/// would change the last bits of either, and with them the fingerprints of runs.
/// </remarks>
internal sealed class TransientImpact
{
    private readonly double _permanent;
    private readonly double[] _weights;
    private readonly double[] _ratesPerSecond;
    private readonly double[] _parts;
    private readonly double _immediate;
    private double _stayed;

    /// <param name="permanentPerUnit">Price per unit that stays; 0 or more.</param>
    /// <param name="weights">Price per unit of each exponential; 0 or more.</param>
    /// <param name="ratesPerSecond">Rate of decay of each; greater than 0.</param>
    public TransientImpact(double permanentPerUnit, double[] weights, double[] ratesPerSecond)
    {
        _permanent = permanentPerUnit;
        _weights = weights;
        _ratesPerSecond = ratesPerSecond;
        _parts = new double[weights.Length];
        _immediate = permanentPerUnit;
        foreach (double weight in weights)
        {
            _immediate += weight;
        }
    }

    public double Displacement
    {
        get
        {
            double sum = _stayed;
            foreach (double part in _parts)
            {
                sum += part;
            }

            return sum;
        }
    }

    public double MeanDisplacementOf(double quantity) => Displacement + (_immediate * ImpactParameters.Finite(quantity) / 2);

    public double Trade(double quantity)
    {
        double mean = MeanDisplacementOf(quantity);
        _stayed += _permanent * quantity;
        for (int i = 0; i < _parts.Length; i++)
        {
            _parts[i] += _weights[i] * quantity;
        }

        return mean;
    }

    public void Advance(double seconds)
    {
        ImpactParameters.NonNegative(seconds);
        for (int i = 0; i < _parts.Length; i++)
        {
            _parts[i] *= Elementary.Exp(-_ratesPerSecond[i] * seconds);
        }
    }

    public void Reset()
    {
        _stayed = 0;
        Array.Clear(_parts);
    }

    public void Save(MessagePackWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArrayHeader(_parts.Length + 1);
        writer.WriteDouble(_stayed);
        foreach (double part in _parts)
        {
            writer.WriteDouble(part);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(_parts.Length + 1);
        _stayed = reader.ReadDouble();
        foreach (ref double part in _parts.AsSpan())
        {
            part = reader.ReadDouble();
        }
    }
}
