namespace MarketSim.Reporting.Charts;

/// <summary>Resting quantity by price and time.</summary>
/// <param name="StartTime">Position of the left edge of column 0.</param>
/// <param name="LowestPrice">Lower edge of row 0, in currency.</param>
/// <param name="PriceStep">Height of a row, in currency.</param>
/// <param name="Cells">Column, row, mean quantity in shares, negative for bids; three numbers for each cell and side that is not empty.</param>
/// <param name="Levels">Mean quantity in shares by distance from the best price, best first.</param>
internal sealed record DepthChart(
    double StartTime,
    double ColumnSeconds,
    int Columns,
    double LowestPrice,
    double PriceStep,
    int Rows,
    double[] Cells,
    double[] MidTime,
    double[] Mid,
    IReadOnlyList<DepthLevel> Levels);

/// <summary>Mean quantity in shares at one distance from the best price, over all samples.</summary>
internal sealed record DepthLevel(double BidQuantity, double AskQuantity);
