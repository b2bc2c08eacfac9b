namespace MarketSim.Market.Data;

/// <summary>The prices and volume that an instrument traded at during a span of time.</summary>
/// <param name="Time">Of the bar, as the file states it, in the file's own time zone.</param>
/// <param name="Open">In currency, like the other prices; greater than 0.</param>
/// <param name="High">Not below the others.</param>
/// <param name="Low">Not above the others.</param>
/// <param name="Volume">In the file's own unit, 0 or more.</param>
public readonly record struct Bar(DateTime Time, double Open, double High, double Low, double Close, double Volume);
