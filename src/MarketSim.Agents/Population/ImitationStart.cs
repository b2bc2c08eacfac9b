namespace MarketSim.Agents.Population;

/// <summary>A learner begins as a clone of an expert of its market.</summary>
/// <param name="Expert">Name of a group that follows a strategy.</param>
/// <param name="Episodes">Sessions in which the expert is watched before the training, at least 1.</param>
/// <param name="Epochs">Passes through what was seen, at least 1.</param>
public sealed record ImitationStart(string Expert, int Episodes, int Epochs);
