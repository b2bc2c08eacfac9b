using MarketSim.Agents.Parameters;

namespace MarketSim.Agents.PolicyTrading.Engines;

/// <summary>
/// The widths of a learner's networks at which the faster engine changes, on one thread of a processor; <c>marketsim bench networks</c> measures both engines
/// on the machine at hand.
/// </summary>
public static class EngineCrossover
{
    /// <summary>Units of hidden layers from which torch is the faster one.</summary>
    public const int DenseUnits = 512;

    /// <summary>Units of an LSTM from which torch is the faster one.</summary>
    public const int LstmUnits = 512;

    /// <summary>A note about a learner on the slower engine, as a sentence about "it"; null on the faster one.</summary>
    public static string? Note(EngineChoice engine, ParameterSet parameters)
    {
        if (CountOrZero(parameters, "network") > 0)
        {
            return null;
        }

        int dense = CountOrZero(parameters, "hiddenSize");
        int lstm = CountOrZero(parameters, "lstmSize");
        bool isWide = dense >= DenseUnits || lstm >= LstmUnits;
        string width = lstm > 0 ? $"{dense} units a layer and an LSTM of {lstm}" : $"{dense} units a layer";
        return isWide switch
        {
            true when !engine.IsTorch =>
                $"it has {width}, from which on engine: torch is usually the faster one ({DenseUnits} units a layer, or an LSTM of {LstmUnits})",
            false when engine is { IsTorch: true, Device: "cpu" } =>
                $"it has {width}, for which engine: managed is usually the faster one (below {DenseUnits} units a layer and an LSTM of {LstmUnits})",
            _ => null,
        };
    }

    private static int CountOrZero(ParameterSet parameters, string name) =>
        parameters.Definitions.Any(definition => definition.Name == name) ? parameters.Count(name) : 0;
}
