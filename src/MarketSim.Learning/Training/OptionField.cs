namespace MarketSim.Learning.Training;

/// <summary>One setting of an options record by name, as text: what scenarios, dictionaries of parameters and saved models are read by.</summary>
/// <param name="Name">In camel case, e.g. <c>learningRate</c>.</param>
/// <param name="Read">The value as text that <paramref name="With"/> takes.</param>
/// <param name="With">A copy with the value that a text says; throws <see cref="FormatException"/> with what is allowed.</param>
/// <param name="IsFixed">True for what a saved model cannot change: its architecture, and what only counts at its beginning.</param>
public sealed record OptionField<T>(string Name, Func<T, string> Read, Func<T, string, T> With, bool IsFixed = false);
