namespace MarketSim.Learning.Hierarchical;

/// <summary>A choice of a controller: one step of its semi-Markov process begins with it.</summary>
/// <param name="Option">From 0.</param>
/// <param name="Duration">Steps that the option is to act for; the largest number where only a termination head ends it.</param>
public readonly record struct OptionChoice(int Option, int Duration);
