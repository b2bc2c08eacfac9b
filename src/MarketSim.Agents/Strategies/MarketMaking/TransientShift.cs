using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.MarketMaking;

/// <summary>
/// The displacement of a belief from the value by order flow, in ticks. It decays by the kernel sum of w exp(-t / tau): one exponential, or several of times
/// that grow geometrically with weights tau^-exponent, which together fall by a power law from the shortest time to the longest (the propagator of Bouchaud,
/// Gefen, Potters and Wyart 2004, Quantitative Finance 4; liquidity of many time scales of Benzaquen and Bouchaud 2018, Quantitative Finance 18).
/// </summary>
/// <remarks>
/// Not the sum of <c>TransientImpact</c> (MarketSim.Market): this one decays by times, that one by rates and with a permanent part apart, so that the last
/// bits of the two differ, and with them the fingerprints of runs.
/// </remarks>
internal struct TransientShift
{
    // One for each time constant of the kernel; null before the first addition.
    private double[]? _shifts;

    /// <summary>The shift in ticks; 0 before the first addition.</summary>
    public readonly double Ticks
    {
        get
        {
            double sum = 0;
            foreach (double shift in _shifts ?? [])
            {
                sum += shift;
            }

            return sum;
        }
    }

    /// <summary>Adds a shift, then lets the whole shift decay for a time.</summary>
    public void Add(double ticks, double seconds, in TransientKernel kernel)
    {
        _shifts ??= new double[kernel.Times.Length];
        for (int i = 0; i < _shifts.Length; i++)
        {
            double shift = _shifts[i] + (kernel.Weights[i] * ticks);
            _shifts[i] = double.IsPositiveInfinity(kernel.Times[i]) ? shift : shift * Elementary.Exp(-seconds / kernel.Times[i]);
        }
    }

    public readonly void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(_shifts?.Length ?? 0);
        foreach (double shift in _shifts ?? [])
        {
            writer.WriteDouble(shift);
        }
    }

    public static TransientShift Restore(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        if (count == 0)
        {
            return default;
        }

        double[] shifts = new double[count];
        for (int i = 0; i < count; i++)
        {
            shifts[i] = reader.ReadDouble();
        }

        return new TransientShift { _shifts = shifts };
    }
}
