namespace MarketSim.Reporting.Charts;

/// <summary>Shares traded per interval.</summary>
/// <param name="Start">Beginnings of the intervals.</param>
/// <param name="Sides">Null where the run kept no trades.</param>
internal sealed record VolumeChart(double IntervalSeconds, double[] Start, double[] Volume, VolumeSides? Sides);

/// <summary>The same by the side that took the initiative, and the number of trades.</summary>
internal sealed record VolumeSides(double[] BuyerInitiated, double[] SellerInitiated, double[] Trades);

/// <summary>Prices traded at per interval, in currency; NaN where nothing was traded.</summary>
/// <param name="Start">Beginnings of the intervals; those of the volume.</param>
internal sealed record CandleChart(double IntervalSeconds, double[] Start, double[] Open, double[] High, double[] Low, double[] Close);

/// <summary>The fills of one agent on the price.</summary>
/// <param name="Agent">Its number.</param>
/// <param name="Buys">1 where it bought, 0 where it sold.</param>
/// <param name="Fills">That it had; more than are marked where there are very many.</param>
internal sealed record MarkerChart(long Agent, double[] Time, double[] Price, double[] Quantity, int[] Buys, int Fills);
