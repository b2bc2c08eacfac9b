using MarketSim.Market.Book;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Market.Tests.Book;

public sealed class PriceLadderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(4_095)]
    [InlineData(4_096)]
    [InlineData(999_999_999)]
    [InlineData(long.MaxValue - 2)]
    public void Lowest_and_highest_rank_are_found_and_follow_each_other(long highestRank)
    {
        PriceLadder ladder = new(highestRank);
        int lowestPlace = ladder.Add(0, 7);
        Assert.Equal(7, ladder.Find(0));
        Assert.Equal(0, ladder.Next(lowestPlace));
        if (highestRank == 0)
        {
            return;
        }

        Assert.Equal(0, ladder.Find(highestRank));
        int highestPlace = ladder.Add(highestRank, 9);
        Assert.Equal(9, ladder.Find(highestRank));
        Assert.Equal(9, ladder.Next(lowestPlace));
        Assert.Equal(0, ladder.Next(highestPlace));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(1_000_000)]
    [InlineData(1_000_000_000_000)]
    public void Ladder_equals_a_sorted_map_under_random_additions_and_removals(long highestRank)
    {
        RandomStream random = new(11, RandomPurpose.Test, 0, 0);
        PriceLadder ladder = new(highestRank);
        SortedDictionary<long, (int Level, int Place)> expected = [];
        int nextLevel = 1;
        for (int step = 0; step < 20_000; step++)
        {
            // Half of the ranks are near each other, the others anywhere.
            long rank = random.NextBoolean() ? random.NextInt64(200) : random.NextInt64(highestRank + 1);
            if (expected.Remove(rank, out (int Level, int Place) removed))
            {
                ladder.Remove(removed.Place);
            }
            else if (expected.Count < 150)
            {
                expected.Add(rank, (nextLevel, ladder.Add(rank, nextLevel++)));
            }
            else
            {
                RemoveFirst(expected, ladder);
            }

            Assert.Equal(expected.TryGetValue(rank, out (int Level, int Place) kept) ? kept.Level : 0, ladder.Find(rank));
            if (step % 50 == 0)
            {
                AssertSameOrder(expected, ladder);
            }
        }
    }

    [Fact]
    public void Memory_is_given_back_when_levels_go()
    {
        PriceLadder ladder = new(999_999_999);
        for (long rank = 0; rank < 1_000_000_000; rank += 1_234_567)
        {
            ladder.Remove(ladder.Add(rank, 1));
        }

        Assert.Equal(1, ladder.NodeCount);

        int[] places = Enumerable.Range(0, 1_000).Select(index => ladder.Add(index * 1_000_000L, 1)).ToArray();
        // Five steps of six bits reach 2^30 ranks; the root is shared, and most of the second step.
        Assert.InRange(ladder.NodeCount, 3_000, 4_100);
        foreach (int place in places)
        {
            ladder.Remove(place);
        }

        Assert.Equal(1, ladder.NodeCount);
    }

    private static void RemoveFirst(SortedDictionary<long, (int Level, int Place)> expected, PriceLadder ladder)
    {
        (long rank, (_, int place)) = expected.First();
        expected.Remove(rank);
        ladder.Remove(place);
    }

    private static void AssertSameOrder(SortedDictionary<long, (int Level, int Place)> expected, PriceLadder ladder)
    {
        (int Level, int Place)[] levels = [.. expected.Values];
        for (int index = 0; index < levels.Length; index++)
        {
            Assert.Equal(index + 1 < levels.Length ? levels[index + 1].Level : 0, ladder.Next(levels[index].Place));
        }
    }
}
