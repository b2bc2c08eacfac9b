using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Bars.Reading;

/// <summary>Reads the section <c>bars.split</c>.</summary>
internal sealed class BarsSplitReader(SectionReader section)
{
    private const int DefaultFolds = 4;
    private const int MaxFolds = 1_000;
    private const int MaxBars = 10_000_000;

    private static readonly ValueRule<bool> Training = new(
        "expanding or rolling",
        text => text switch { "expanding" => new(false), "rolling" => new(true), _ => null });

    private readonly ProblemList _problems = section.Problems;

    /// <param name="bars">Number of bars; null when unknown, which is reported elsewhere.</param>
    /// <param name="lookBackBars">Of an observation; null as well.</param>
    /// <returns>Null when something is wrong, which is reported.</returns>
    public BarsSplit? Read(int? bars, int? lookBackBars)
    {
        Field<int> folds = section.Optional("folds", Rules.Count(1, MaxFolds, "4"), DefaultFolds, "4");
        Field<int?> test = section.Optional("testBars", Rules.CountOrAuto(MaxBars), null, ScenarioKeywords.Auto);
        Field<int?> gap = section.Optional("gapBars", Rules.CountOrAuto(MaxBars), null, ScenarioKeywords.Auto);
        Field<bool> isRolling = section.Optional("training", Training, false, "expanding");
        Field<int?> training = section.Optional("trainBars", Rules.CountOrAuto(MaxBars), null, ScenarioKeywords.Auto);
        section.Close();
        if (!folds.IsValid || !test.IsValid || !gap.IsValid || !isRolling.IsValid || !training.IsValid)
        {
            return null;
        }

        if (training.Value is not null && !isRolling.Value)
        {
            training.Refuse(_problems, "left out for training: expanding, which takes all bars before the gap; or say training: rolling");
            return null;
        }

        return bars is { } count && lookBackBars is { } lookBack ? Resolve(count, lookBack, folds, test.Value, gap, isRolling.Value, training) : null;
    }

    private BarsSplit? Resolve(int bars, int lookBack, Field<int> folds, int? test, Field<int?> gap, bool isRolling, Field<int?> training)
    {
        if (gap.Value < lookBack)
        {
            gap.Refuse(_problems, $"at least {lookBack}, the bars that an observation looks back over, so that no test shows a bar that was trained on; raise it, leave it out, or shorten environment.barLengths, lags, volatilityBars");
            return null;
        }

        int gapBars = gap.Value ?? lookBack;
        int testBars = test ?? bars / (folds.Value + 1);
        long room = bars - ((long)folds.Value * testBars) - gapBars;
        long least = lookBack + 1L;
        if (room < least || testBars < 2)
        {
            _problems.Add(
                folds.Line,
                $"{section.PathOf("folds")} is {folds.Value}: with {testBars} test bars each and a gap of {gapBars}, {Math.Max(0, room)} of {bars} bars are left to train the first fold on; it needs {least} at least, and a test 2. Lower folds or testBars, shorten the look-back, or take more bars");
            return null;
        }

        if (training.Value is { } given && (given < least || given > room))
        {
            training.Refuse(_problems, $"from {least} (the look-back and a bar to trade) to {room} (what lies before the first test and its gap)");
            return null;
        }

        return new BarsSplit(folds.Value, testBars, gapBars, isRolling ? training.Value ?? (int)room : null);
    }
}
