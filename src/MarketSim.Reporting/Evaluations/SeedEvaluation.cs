using MarketSim.Simulation.Evaluation;

namespace MarketSim.Reporting.Evaluations;

/// <summary>How the policies of one training did on the markets that those of all training seeds are judged on.</summary>
/// <param name="Seed">Of the training.</param>
public sealed record SeedEvaluation(ulong Seed, IReadOnlyList<EvaluatedEpisode> Episodes, IReadOnlyList<ContestantFigures> Contestants);
