using MarketSim.Agents.Parameters;

namespace MarketSim.Agents.PolicyTrading.Engines;

/// <summary>
/// Which engine computes a learner's networks faster on one thread of a processor, by their width; <c>marketsim bench networks</c> measures both on the
/// machine at hand.
/// </summary>
public static class EngineCrossover
{
    /// <summary>Units of hidden layers from which torch is the faster one.</summary>
    public const int DenseUnits = 512;

    /// <summary>Units of an LSTM from which torch is the faster one.</summary>
    public const int LstmUnits = 512;

    /// <summary>What to know about a learner on the slower engine, as a sentence about "it"; null where it is on the faster one.</summary>
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
