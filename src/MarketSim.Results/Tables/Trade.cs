namespace MarketSim.Results.Tables;

/// <summary>One row of <c>trades.csv</c>: one fill.</summary>
/// <param name="Quantity">Shares.</param>
/// <param name="BuyerInitiated">True when the buyer was the aggressor.</param>
public readonly record struct Trade(double TimeSeconds, double Price, double Quantity, bool BuyerInitiated, long Aggressor, long AggressorOrder)
{
    /// <summary>The tick in which it happened.</summary>
    public long Tick { get; init; }

    /// <summary>Account of the resting order.</summary>
    public long Resting { get; init; }

    /// <summary>The parent order that the aggressor's is a child of; 0 for none.</summary>
    public long AggressorParent { get; init; }

    /// <summary>The parent order that the resting order is a child of; 0 for none.</summary>
    public long RestingParent { get; init; }
}

/// <summary>A fill of one agent.</summary>
/// <param name="Quantity">Shares.</param>
public readonly record struct AgentFill(double TimeSeconds, double Price, double Quantity, bool IsBuy);
