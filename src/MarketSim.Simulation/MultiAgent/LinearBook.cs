using MarketSim.Environments.Signals;

namespace MarketSim.Simulation.MultiAgent;

/// <summary>
/// A book in which a trade of d units costs Lambda d² / 2, as in the environment: 1 / Lambda units for each unit of price, on either side of the value.
/// Levels of equal size at equal distances, the first at half a distance, cost exactly that for every whole number of levels.
/// </summary>
/// <param name="Spacing">Price between two levels, and between the first two of both sides.</param>
/// <param name="LevelSize">Units at each.</param>
/// <param name="TickSize">A tenth of the spacing, or less.</param>
/// <param name="LotSize">A tenth of the size, or less.</param>
internal sealed record LinearBook(double Spacing, double LevelSize, decimal TickSize, decimal LotSize)
{
    /// <summary>Number of price levels on each side.</summary>
    public const int Levels = 20;

    /// <summary>The quantity of all levels of a side, as a share of the largest position.</summary>
    private const double Reach = 0.25;

    public static LinearBook Of(MarketEnvironmentSettings settings)
    {
        double size = Reach * settings.PositionLimit / Levels;
        double spacing = settings.CostPerSquare * size;
        return new LinearBook(spacing, size, PowerOfTen(spacing / 10), PowerOfTen(size / 10));
    }

    // The largest one that is not above a number.
    private static decimal PowerOfTen(double number)
    {
        decimal power = 1;
        while ((double)power > number)
        {
            power /= 10;
        }

        while ((double)power * 10 <= number)
        {
            power *= 10;
        }

        return power;
    }
}
