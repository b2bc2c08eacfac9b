namespace MarketSim.Learning.Curriculum;

/// <summary>The next episode of an environment.</summary>
/// <param name="Difficulty">0 to 1.</param>
/// <param name="Seed">Of the episode; null for the one that its environment gets anyway.</param>
/// <param name="IsReplay">Played against forgetting, or again: no evaluation counts it.</param>
/// <param name="Moves">Of the stage, when it was begun.</param>
public readonly record struct EpisodePlan(double Difficulty, ulong? Seed, bool IsReplay, int Moves);

/// <summary>The outcome of an episode.</summary>
/// <param name="Score">Normalised.</param>
/// <param name="Trace">Null where the schedule needs none.</param>
/// <param name="Steps">Environment steps of the training so far.</param>
internal readonly record struct EndedEpisode(EpisodePlan Plan, ulong Seed, double Score, EpisodeTrace? Trace, long Steps);
