namespace MarketSim.Results.Checkpoints;

/// <summary>Rows of an output file, kept as a part.</summary>
/// <param name="Offset">Offset in the file, in bytes.</param>
public sealed record OutputSegment(string File, long Offset, PartReference Part);
