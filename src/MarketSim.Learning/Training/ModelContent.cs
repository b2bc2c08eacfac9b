using MessagePack;

namespace MarketSim.Learning.Training;

/// <summary>The content of a saved model before its checksum.</summary>
/// <param name="Mark">Says what the file is.</param>
/// <param name="Settings">Name and value of each, one after the other.</param>
/// <param name="Parts">Of the learner.</param>
[MessagePackObject]
internal sealed record ModelContent(
    [property: Key(0)] string Mark,
    [property: Key(1)] long Format,
    [property: Key(2)] string Algorithm,
    [property: Key(3)] ulong Seed,
    [property: Key(4)] double? Score,
    [property: Key(5)] string[] Settings,
    [property: Key(6)] byte[][] Parts,
    [property: Key(7)] byte[] Training);
