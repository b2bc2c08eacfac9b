namespace MarketSim.Agents.Population;

/// <summary>The start of a learner as a clone of an expert of its market.</summary>
/// <param name="Expert">Name of a group that follows a strategy.</param>
/// <param name="Episodes">Sessions that are recorded of the expert before the training, at least 1.</param>
/// <param name="Epochs">Passes through the recorded sessions, at least 1.</param>
public sealed record ImitationStart(string Expert, int Episodes, int Epochs);
