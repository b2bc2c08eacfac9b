using System.Globalization;

namespace MarketSim.Agents.PolicyTrading.Books;

/// <summary>The part of the order book that an observation contains: the best levels of each side, at the last decisions.</summary>
/// <param name="Levels">Price levels of each side, at least 1.</param>
/// <param name="Snapshots">Decisions whose book is observed, the present one included; at least 1.</param>
public sealed record BookView(int Levels, int Snapshots)
{
    /// <summary>Numbers per level: price offset and size of the ask, then of the bid.</summary>
    public const int NumbersPerLevel = 4;

    /// <summary>Number of elements of the observation.</summary>
    public int Size => Snapshots * Levels * NumbersPerLevel;

    /// <summary>The names of the elements, in their order: oldest snapshot first, best level first, ask before bid, price before size.</summary>
    public IEnumerable<string> Names =>
        from age in Enumerable.Range(0, Snapshots).Reverse()
        from level in Enumerable.Range(1, Levels)
        from number in new[] { "ask_offset", "ask_size", "bid_offset", "bid_size" }
        select string.Create(CultureInfo.InvariantCulture, $"{number}_{level}_ago_{age}");
}
