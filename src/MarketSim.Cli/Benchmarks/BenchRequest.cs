namespace MarketSim.Cli.Benchmarks;

/// <summary>The benchmarks to measure.</summary>
/// <param name="Names">Of <see cref="Commands.BenchCommand.Names"/>, in their order.</param>
/// <param name="Repeats">Measured repeats of each, at least 1.</param>
/// <param name="IsJson">True for one JSON array instead of lines for people.</param>
internal sealed record BenchRequest(IReadOnlyList<string> Names, int Repeats, bool IsJson);
