using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.Value;

/// <summary>
/// What one more or one less step of inventory is worth to an agent beyond the fundamental value: normal numbers, sorted, so that every further
/// step is worth less (Wah, Wright and Wellman 2017, section 3.2). Beyond the last step the agent does not go.
/// </summary>
internal sealed class PrivateValues
{
    private readonly double[] _ticks;
    private readonly long _stepLots;

    private PrivateValues(double[] ticks, long stepLots)
    {
        _ticks = ticks;
        _stepLots = stepLots;
    }

    private int Levels => _ticks.Length / 2;

    /// <param name="levels">Steps that the inventory may go from zero, long and short.</param>
    public static PrivateValues Draw(double deviationTicks, int levels, long stepLots, ref RandomStream random)
    {
        double[] ticks = new double[2 * levels];
        for (int i = 0; i < ticks.Length; i++)
        {
            ticks[i] = random.NextNormal(0, deviationTicks);
        }

        Array.Sort(ticks);
        Array.Reverse(ticks);
        return new PrivateValues(ticks, stepLots);
    }

    /// <summary>The private value of the next step bought, in ticks; minus infinity at the limit.</summary>
    public double OfBuying(long inventory)
    {
        long next = FloorSteps(inventory) + Levels;
        return next >= _ticks.Length ? double.NegativeInfinity : _ticks[Math.Max(0, next)];
    }

    /// <summary>The private value of the next step sold, in ticks; infinity at the limit.</summary>
    public double OfSelling(long inventory)
    {
        long last = -FloorSteps(-inventory) - 1 + Levels;
        return last < 0 ? double.PositiveInfinity : _ticks[Math.Min(_ticks.Length - 1, last)];
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(_ticks.Length);
        foreach (double value in _ticks)
        {
            writer.WriteDouble(value);
        }
    }

    public static PrivateValues Restore(ref MessagePackReader reader, int levels, long stepLots)
    {
        double[] ticks = new double[2 * levels];
        reader.ReadArrayHeader(ticks.Length);
        for (int i = 0; i < ticks.Length; i++)
        {
            ticks[i] = reader.ReadDouble();
        }

        return new PrivateValues(ticks, stepLots);
    }

    private long FloorSteps(long lots) => lots >= 0 ? lots / _stepLots : -((-lots + _stepLots - 1) / _stepLots);
}
