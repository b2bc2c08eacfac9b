using MarketSim.Scenarios;

namespace MarketSim.Simulation.Evaluation;

/// <summary>Caveats that a reader of an evaluation must know of its market.</summary>
public static class EvaluationCaveats
{
    /// <returns>A sentence or two each; none where the markets of an evaluation are new in every respect.</returns>
    public static IReadOnlyList<string> Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario.Market.Fundamental.File is { } file
            ?
            [
                $"The value of this market follows the bars of {Path.GetFileName(file.Path)} in every episode, those of the training included: only the randomness around them is new here. "
                    + "What was learned of these bars by heart counts as skill; for an evaluation on unseen bars train on bars (`marketsim scenario show bar-training`).",
            ]
            : [];
    }
}
