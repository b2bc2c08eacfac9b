namespace MarketSim.Market.Tests.Book.Differential;

public sealed class SequenceShrinkerTests
{
    [Fact]
    public void Sequence_shrinks_to_the_elements_that_fail_together_in_their_order()
    {
        int[] numbers = Enumerable.Range(0, 1_000).ToArray();

        List<int> shortest = SequenceShrinker.Shrink(numbers, candidate => candidate.Contains(7) && candidate.Contains(500) && candidate.Contains(993));

        Assert.Equal([7, 500, 993], shortest);
    }

    [Fact]
    public void No_single_element_can_be_taken_out_of_the_result()
    {
        // Fails with any five even numbers: many shortest sequences, all of length five.
        List<int> shortest = SequenceShrinker.Shrink(Enumerable.Range(0, 333).ToArray(), candidate => candidate.Count(number => number % 2 == 0) >= 5);

        Assert.Equal(5, shortest.Count);
        Assert.All(shortest, number => Assert.Equal(0, number % 2));
    }
}
