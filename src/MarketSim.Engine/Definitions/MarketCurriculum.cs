using MarketSim.Agents.Population;
using MarketSim.Market.Accounts;

namespace MarketSim.Engine.Definitions;

/// <summary>Stages of a training from easy to hard. The curriculum, a participant, decides the stage of each episode and sends it to all others.</summary>
/// <param name="Stages">At least 1; the first episode is of the first one.</param>
/// <param name="EvaluatedGroups">Indices of the groups whose learning decides about stages.</param>
/// <param name="EvaluatesFromStart">True to evaluate from the first episode on.</param>
public sealed record MarketCurriculum(IReadOnlyList<MarketStage> Stages, IReadOnlyList<int> EvaluatedGroups, bool EvaluatesFromStart);

/// <summary>The settings of a market at a stage of a curriculum.</summary>
/// <param name="Groups">By index of the group.</param>
public sealed record MarketStage(string Name, FeeSchedule Fees, FundamentalFactory Fundamental, IReadOnlyList<StageGroup> Groups)
{
    /// <summary>True when an agent trades at this stage.</summary>
    /// <param name="member">The agent's index in the group, from 0.</param>
    internal bool IsActive(AgentGroup group, int member) => member < Groups[group.Index].Active;
}

/// <summary>The settings of a group at a stage.</summary>
/// <param name="Active">Agents that trade, the first ones of the group; the others sleep through the episode with their opening positions.</param>
public readonly record struct StageGroup(int Active, LatencyModel Latency);
