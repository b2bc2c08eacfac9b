namespace MarketSim.Learning.Rollouts;

/// <summary>Consecutive segments that are trained as one sequence: only the first may begin within an episode.</summary>
/// <param name="Start">Index of the first step.</param>
/// <param name="Length">Steps.</param>
/// <param name="Slot">Of the first segment: its state before.</param>
internal readonly record struct PackedSequence(int Start, int Length, int Slot);
