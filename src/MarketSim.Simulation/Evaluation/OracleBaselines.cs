using MarketSim.Agents.PolicyTrading.Baselines;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Evaluation;

/// <summary>Oracle baselines: policies that know the background flow of a built-in scenario.</summary>
public static class OracleBaselines
{
    /// <summary>
    /// Of <c>market-school</c>: a programme buys from the 60th to the 180th minute and another sells from the 210th to the 330th. So: long from the 30th
    /// minute to the 175th, short from the 185th to the 325th, flat at the end. The shares are of 390 minutes.
    /// </summary>
    private static readonly ScheduledPosition[] School =
    [
        new(30.0 / 390, 1), new(175.0 / 390, 0), new(185.0 / 390, -1), new(325.0 / 390, 0),
    ];

    /// <summary>
    /// Of <c>curriculum</c> and <c>academy</c>: a programme buys from the 20th to the 100th minute and another sells from the 130th to the 210th. So: long from
    /// the 5th minute to the 95th, short from the 105th to the 205th, flat at the end. The shares are of 240 minutes.
    /// </summary>
    private static readonly ScheduledPosition[] Academy =
    [
        new(5.0 / 240, 1), new(95.0 / 240, 0), new(105.0 / 240, -1), new(205.0 / 240, 0),
    ];

    /// <summary>The oracle's schedule; null for a scenario without a known oracle.</summary>
    public static IReadOnlyList<ScheduledPosition>? Find(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario.Name switch
        {
            "market-school" => School,
            "curriculum" or "academy" => Academy,
            _ => null,
        };
    }
}
