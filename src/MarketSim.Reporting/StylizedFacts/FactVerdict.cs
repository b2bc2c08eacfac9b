namespace MarketSim.Reporting.StylizedFacts;

/// <summary>The verdicts on a stylized fact in the data of a run.</summary>
public enum FactVerdict
{
    /// <summary>It does.</summary>
    Met,

    /// <summary>It does not.</summary>
    Missed,

    /// <summary>The run is too short, or its data are not there.</summary>
    NotEnoughData,
}
