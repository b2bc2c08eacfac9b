using MarketSim.Environments.Bars;

namespace MarketSim.Environments.Tests.Bars;

public sealed class WalkForwardSplitsTests
{
    [Fact]
    public void Tests_cover_all_but_the_first_part_once_and_follow_their_training_by_the_gap()
    {
        IReadOnlyList<WalkForwardSplit> splits = WalkForwardSplits.Of(1003, 4, 20);

        Assert.Equal(
            [
                new(new(0, 180), new(200, 400)),
                new(new(0, 380), new(400, 600)),
                new(new(0, 580), new(600, 800)),
                new(new(0, 780), new(800, 1003)),
            ],
            splits);
    }

    [Fact]
    public void Rolling_training_has_one_length()
    {
        IReadOnlyList<WalkForwardSplit> splits = WalkForwardSplits.Of(1000, 4, 20, expanding: false);

        Assert.All(splits, split => Assert.Equal(180, split.Training.Count));
        Assert.Equal(new BarRange(600, 780), splits[3].Training);
    }

    [Fact]
    public void Parts_too_short_for_the_gap_are_refused() =>
        Assert.Throws<ArgumentException>(() => WalkForwardSplits.Of(100, 4, 20));

    [Fact]
    public void Tests_of_a_given_length_end_with_the_last_bar()
    {
        Assert.Equal(
            [new(new(0, 580), new(603, 803)), new(new(0, 780), new(803, 1003))],
            WalkForwardSplits.Of(1003, 2, 23, testBars: 200, trainingBars: null));
        Assert.Equal(
            [new(new(480, 580), new(603, 803)), new(new(680, 780), new(803, 1003))],
            WalkForwardSplits.Of(1003, 2, 23, testBars: 200, trainingBars: 100));
    }

    [Theory]
    [InlineData(5, 200, null)]
    [InlineData(4, 200, 181)]
    public void Tests_that_leave_too_little_to_train_on_are_refused(int folds, int testBars, int? trainingBars) =>
        Assert.Throws<ArgumentException>(() => WalkForwardSplits.Of(1003, folds, 23, testBars, trainingBars));
}
