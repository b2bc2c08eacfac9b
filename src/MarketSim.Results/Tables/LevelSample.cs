namespace MarketSim.Results.Tables;

/// <summary>One price level in one sample of the book.</summary>
/// <param name="Row">Index of the sample.</param>
/// <param name="Level">0 is the best price.</param>
/// <param name="Quantity">Shares; above 0.</param>
public readonly record struct LevelSample(int Row, double TimeSeconds, bool IsBid, int Level, double Price, double Quantity);
