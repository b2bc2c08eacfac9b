namespace MarketSim.Reporting.StylizedFacts;

/// <summary>Whether a run shows a stylized fact.</summary>
public enum FactVerdict
{
    /// <summary>It does.</summary>
    Met,

    /// <summary>It does not.</summary>
    Missed,

    /// <summary>The run is too short, or its data are not there.</summary>
    NotEnoughData,
}
