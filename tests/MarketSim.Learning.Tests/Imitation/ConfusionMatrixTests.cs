using MarketSim.Learning.Imitation.Cloning;

namespace MarketSim.Learning.Tests.Imitation;

public sealed class ConfusionMatrixTests
{
    /// <summary>By hand: F1 of 0 is 2 * 3 / (4 + 4), of 1 is 2 * 1 / (2 + 2), and 2 is taken by neither.</summary>
    [Fact]
    public void Scores_are_those_computed_by_hand()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Add(0, 0, 3);
        matrix.Add(0, 1);
        matrix.Add(1, 0);
        matrix.Add(1, 1);
        Assert.Equal(4.0 / 6, matrix.Accuracy, 12);
        Assert.Equal((0.75 + 0.5) / 2, matrix.MacroF1, 12);

        // Always 0: precision 4/6, recall 1, F1 0.8; F1 of 1 is 0.
        Assert.Equal((0.8 + 0) / 2, matrix.MajorityMacroF1, 12);
        Assert.Equal([4L, 2, 0], [matrix.ExpertCount(0), matrix.ExpertCount(1), matrix.ExpertCount(2)]);
        Assert.Equal([4L, 2, 0], [matrix.CloneCount(0), matrix.CloneCount(1), matrix.CloneCount(2)]);
    }
}
