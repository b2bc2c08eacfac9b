using MarketSim.Simulation.Evaluation;

namespace MarketSim.Reporting.Evaluations;

/// <summary>The results of the policies of one training on the markets that are common to all training seeds.</summary>
/// <param name="Seed">Of the training.</param>
public sealed record SeedEvaluation(ulong Seed, IReadOnlyList<EvaluatedEpisode> Episodes, IReadOnlyList<EvaluatedPolicyFigures> Policies);
