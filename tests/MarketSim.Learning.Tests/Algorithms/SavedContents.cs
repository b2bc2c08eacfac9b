using MarketSim.Learning.Algorithms;

namespace MarketSim.Learning.Tests.Algorithms;

/// <summary>The contents of a learner's parts, to be compared.</summary>
internal static class SavedContents
{
    public static IReadOnlyList<byte[]> SaveContents(this ILearner learner) => [.. learner.Save().Select(part => part.Content.ToArray())];
}
