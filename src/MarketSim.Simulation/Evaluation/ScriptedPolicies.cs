using MarketSim.Agents.PolicyTrading.Baselines;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Evaluation;

/// <summary>What somebody who knows the background flow of a built-in scenario would do.</summary>
public static class ScriptedPolicies
{
    /// <summary>
    /// Of <c>market-school</c>: a programme buys from the 60th to the 180th minute and another sells from the 210th to the 330th. So: long from the 30th
    /// minute to the 175th, short from the 180th to the 325th, flat at the end. The shares are of 390 minutes.
    /// </summary>
    private static readonly ScheduledPosition[] School =
    [
        new(30.0 / 390, 1), new(175.0 / 390, 0), new(185.0 / 390, -1), new(325.0 / 390, 0),
    ];

    /// <summary>Null for a scenario whose flow nobody has scripted.</summary>
    public static IReadOnlyList<ScheduledPosition>? Find(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario.Name == "market-school" ? School : null;
    }
}
