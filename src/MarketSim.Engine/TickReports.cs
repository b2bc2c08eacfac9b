using MarketSim.Engine.Episodes;
using MarketSim.Engine.Participants;

namespace MarketSim.Engine;

/// <summary>The reports of participants to the market within a tick, in an order that does not depend on the order of their answers.</summary>
/// <param name="Episode">Number of the episode that the tick belongs to.</param>
/// <param name="EpisodeRows">Results of the episode, for all competing agents and all groups that do not compete; empty but at its end.</param>
/// <param name="LearnerRows">Reports of learners and controllers.</param>
public sealed record TickReports(int Episode, IReadOnlyList<EpisodeRow> EpisodeRows, IReadOnlyList<LearnerRow> LearnerRows)
{
    /// <summary>The evaluations of a curriculum.</summary>
    public IReadOnlyList<StageEvaluated> Evaluations { get; init; } = [];

    /// <summary>Numbers of the stages of the episode, by replica; empty where there are no results of it, or no curriculum.</summary>
    public IReadOnlyList<int> Stages { get; init; } = [];

    internal static TickReports None { get; } = new(0, [], []);
}
