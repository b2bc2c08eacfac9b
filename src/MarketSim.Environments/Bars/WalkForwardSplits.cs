namespace MarketSim.Environments.Bars;

/// <summary>Bars from <paramref name="Start"/>, inclusive, to <paramref name="End"/>, exclusive.</summary>
public readonly record struct BarRange(int Start, int End)
{
    /// <summary>Number of bars.</summary>
    public int Count => End - Start;
}

/// <summary>One split: training on the earlier bars, evaluation on the later ones. Nothing may be selected by the results of the test.</summary>
public readonly record struct WalkForwardSplit(BarRange Training, BarRange Test);

/// <summary>Purged walk-forward splits (López de Prado 2018, Advances in financial machine learning, chapters 7 and 12).</summary>
public static class WalkForwardSplits
{
    /// <summary>
    /// Divides bars into folds + 1 parts of equal length; split i is tested on part i + 1 and trained on the bars before it, less a gap that is purged:
    /// observations of the first test bars look back over it, and rewards of the last training bars look forward into it.
    /// </summary>
    /// <param name="bars">Number of bars.</param>
    /// <param name="folds">At least 1.</param>
    /// <param name="purgedBars">Length of the gap, at least the bars that an observation looks back over; 0 or more.</param>
    /// <param name="expanding">True when training always begins with the first bar; otherwise it is one part less the gap long.</param>
    /// <exception cref="ArgumentException">The parts are too short for the gap.</exception>
    public static IReadOnlyList<WalkForwardSplit> Of(int bars, int folds, int purgedBars, bool expanding = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(purgedBars);
        int part = bars / (folds + 1);
        if (part <= purgedBars)
        {
            throw new ArgumentException($"{bars} bars in {folds + 1} parts give {part} bars a part; each must be longer than the {purgedBars} bars that are purged.", nameof(bars));
        }

        List<WalkForwardSplit> splits = [];
        for (int fold = 0; fold < folds; fold++)
        {
            int testStart = (fold + 1) * part;
            int testEnd = fold + 1 == folds ? bars : testStart + part;
            int trainingEnd = testStart - purgedBars;
            splits.Add(new WalkForwardSplit(new BarRange(expanding ? 0 : trainingEnd - (part - purgedBars), trainingEnd), new BarRange(testStart, testEnd)));
        }

        return splits;
    }

    /// <summary>
    /// Test parts of a given length, one after the other up to the last bar; each is trained on the bars before it, less the gap.
    /// </summary>
    /// <param name="bars">Number of bars.</param>
    /// <param name="folds">At least 1.</param>
    /// <param name="purgedBars">Length of the gap, at least the bars that an observation looks back over; 0 or more.</param>
    /// <param name="testBars">Of each fold, at least 1.</param>
    /// <param name="trainingBars">Of each fold, at least 1, the newest before the gap; null for all from the first bar on.</param>
    /// <exception cref="ArgumentException">There are too few bars.</exception>
    public static IReadOnlyList<WalkForwardSplit> Of(int bars, int folds, int purgedBars, int testBars, int? trainingBars)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(purgedBars);
        ArgumentOutOfRangeException.ThrowIfLessThan(testBars, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(trainingBars ?? 1, 1, nameof(trainingBars));
        long firstEnd = bars - ((long)folds * testBars) - purgedBars;
        if (firstEnd < (trainingBars ?? 1))
        {
            throw new ArgumentException(
                $"{folds} folds of {testBars} bars and a gap of {purgedBars} leave {Math.Max(0, firstEnd)} of {bars} bars to train the first fold on; it needs {trainingBars ?? 1}.", nameof(bars));
        }

        return
        [
            .. Enumerable.Range(0, folds).Select(fold =>
            {
                int testStart = bars - ((folds - fold) * testBars);
                int trainingEnd = testStart - purgedBars;
                return new WalkForwardSplit(new BarRange(trainingBars is { } count ? trainingEnd - count : 0, trainingEnd), new BarRange(testStart, testStart + testBars));
            }),
        ];
    }
}
