namespace MarketSim.Results.Checkpoints;

/// <summary>A part of a checkpoint that is to be written.</summary>
/// <param name="Name">Name of the content: <c>market</c>, or <c>agents/000012</c> for a block of agents.</param>
/// <param name="Content">Not changed by the caller any more.</param>
public sealed record PartContent(string Name, ReadOnlyMemory<byte> Content);
