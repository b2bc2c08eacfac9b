namespace MarketSim.Reporting.Charts;

/// <summary>Shares traded per interval.</summary>
/// <param name="Start">When the intervals begin.</param>
/// <param name="Sides">Null where the run kept no trades.</param>
internal sealed record VolumeChart(double IntervalSeconds, double[] Start, double[] Volume, VolumeSides? Sides);

/// <summary>The same by the side that took the initiative, and the number of trades.</summary>
internal sealed record VolumeSides(double[] BuyerInitiated, double[] SellerInitiated, double[] Trades);
