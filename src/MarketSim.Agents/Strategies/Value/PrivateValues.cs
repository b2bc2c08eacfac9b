using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Agents.Strategies.Value;

/// <summary>
/// The private values of an agent's inventory: the worth of one more or one less step beyond the fundamental value. They are normal numbers, sorted, so that
/// every further step is worth less (Wah, Wright and Wellman 2017, section 3.2). The agent does not trade beyond the last step.
/// </summary>
internal sealed class PrivateValues
{
    // Descending: the value of the step from -Levels to -Levels + 1, and so on up to Levels.
    private readonly double[] _ticks;
    private readonly long _stepLots;

    private PrivateValues(double[] ticks, long stepLots)
    {
        _ticks = ticks;
        _stepLots = stepLots;
    }

    private int Levels => _ticks.Length / 2;

    /// <summary>Draws the values of an agent.</summary>
    /// <param name="levels">Limit of the inventory in steps, long and short.</param>
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
        // The step that begins at the inventory, rounded down to whole steps.
        long next = FloorSteps(inventory) + Levels;
        return next >= _ticks.Length ? double.NegativeInfinity : _ticks[Math.Max(0, next)];
    }

    /// <summary>The private value of the next step sold, in ticks; infinity at the limit.</summary>
    public double OfSelling(long inventory)
    {
        // The step that ends at the inventory, rounded up to whole steps.
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
