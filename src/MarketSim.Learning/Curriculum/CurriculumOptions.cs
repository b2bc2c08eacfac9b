namespace MarketSim.Learning.Curriculum;

/// <summary>The settings of a curriculum's evaluations and of its transitions.</summary>
public sealed record CurriculumOptions
{
    /// <summary>The schedule of difficulty.</summary>
    public CurriculumSchedule Schedule { get; init; } = CurriculumSchedule.Automatic;

    /// <summary>Stages from easy to hard, at least 1. One alone has difficulty 0.5; else they are spread evenly from 0 to 1.</summary>
    public int NumStages { get; init; } = 5;

    /// <summary>Normalised score to be exceeded before the next stage; 0 (random policy) to 1 (reference policy).</summary>
    public double ProgressionThreshold { get; init; } = 0.7;

    /// <summary>Normalised score below which a stage is too hard; below the other threshold. Null for half of it.</summary>
    public double? DemotionThreshold { get; init; }

    /// <summary>Windows in a row that are too low before a stage is left; at least 1.</summary>
    public int DemotionWindows { get; init; } = 3;

    /// <summary>Episodes of a window, which one evaluation is made of; windows do not overlap. At least 3.</summary>
    public int WindowEpisodes { get; init; } = 20;

    /// <summary>Weight of the newest window in the smoothed score, greater than 0, at most 1.</summary>
    public double Smoothing { get; init; } = 0.5;

    /// <summary>Probability of a evaluation by luck that is accepted, greater than 0, at most 0.5: one-sided t test over the window's episodes.</summary>
    public double Significance { get; init; } = 0.05;

    /// <summary>Share of episodes that play an earlier stage against forgetting, 0 to 0.9.</summary>
    public double ReplayShare { get; init; } = 0.1;

    /// <summary>Episodes of the random and of the reference policy at each stage, before training; at least 5.</summary>
    public int ReferenceEpisodes { get; init; } = 50;

    /// <summary>
    /// Return above which an episode is a success. Its share is the score where neither the environment nor an argument names a reference policy; null
    /// otherwise.
    /// </summary>
    public double? SuccessReturn { get; init; }

    /// <summary>Steps at which stages 1, 2, … begin under <see cref="CurriculumSchedule.Manual"/>: ascending, one less than stages.</summary>
    public IReadOnlyList<long> ManualSteps { get; init; } = [];

    /// <summary>Noise level at the easiest stage; 0 to 1.</summary>
    public double NoiseLevel { get; init; } = 0.01;

    /// <summary>Noise level at the hardest stage, linear in between; null for the same at all stages.</summary>
    public double? HardestNoiseLevel { get; init; }

    /// <summary>Volatility per annum for the environments' options; greater than 0.</summary>
    public double VolatilityPerAnnum { get; init; } = 0.2;

    /// <summary>The score below which a stage is left for the one before: <see cref="DemotionThreshold"/>, or half of the progression threshold.</summary>
    public double Demotion => DemotionThreshold ?? ProgressionThreshold / 2;

    /// <summary>The settings that the environment of a difficulty is made for; of a difficulty between two stages, with the number of the nearer one.</summary>
    /// <param name="difficulty">0 to 1.</param>
    public StageOptions Of(double difficulty) => new()
    {
        Stage = NumStages == 1 ? 0 : (int)Math.Floor((difficulty * (NumStages - 1)) + 0.5),
        Difficulty = difficulty,
        NoiseLevel = NoiseLevel + (((HardestNoiseLevel ?? NoiseLevel) - NoiseLevel) * difficulty),
        VolatilityPerAnnum = VolatilityPerAnnum,
    };

    /// <summary>The difficulty of a stage: 0 for the first, 1 for the last; 0.5 where there is one stage only.</summary>
    /// <param name="stage">0 to <see cref="NumStages"/> - 1.</param>
    public double DifficultyOf(int stage) => NumStages == 1 ? 0.5 : (double)stage / (NumStages - 1);

    /// <summary>The settings that a saved curriculum and the one it is restored into must share.</summary>
    internal string Fixed => FormattableString.Invariant(
        $"{Schedule}, {NumStages} stages, thresholds {ProgressionThreshold} and {Demotion}, {DemotionWindows} windows of {WindowEpisodes} episodes, smoothing {Smoothing}, significance {Significance}, replay {ReplayShare}, {ReferenceEpisodes} reference episodes, success {SuccessReturn}, steps [{string.Join(' ', ManualSteps)}], noise {NoiseLevel} to {HardestNoiseLevel ?? NoiseLevel}, volatility {VolatilityPerAnnum}");

    /// <exception cref="ArgumentException">A value is not allowed; the message names it, what is allowed and the remedy.</exception>
    internal CurriculumOptions Checked()
    {
        Require(NumStages >= 1, nameof(NumStages), NumStages, "at least 1; a curriculum of one stage trains at difficulty 0.5");
        Require(ProgressionThreshold is >= 0 and <= 1, nameof(ProgressionThreshold), ProgressionThreshold, "0 (as a random policy) to 1 (as the reference policy), e.g. 0.7");
        Require(Demotion >= 0 && (Demotion < ProgressionThreshold || ProgressionThreshold == 0), nameof(DemotionThreshold), Demotion, "0 or more, and below the progression threshold; leave it out for half of that");
        Require(DemotionWindows >= 1, nameof(DemotionWindows), DemotionWindows, "at least 1");
        Require(WindowEpisodes >= 3, nameof(WindowEpisodes), WindowEpisodes, "at least 3, or nothing can be told from chance");
        Require(Smoothing is > 0 and <= 1, nameof(Smoothing), Smoothing, "greater than 0 and at most 1");
        Require(Significance is > 0 and <= 0.5, nameof(Significance), Significance, "greater than 0 and at most 0.5, e.g. 0.05");
        Require(ReplayShare is >= 0 and <= 0.9, nameof(ReplayShare), ReplayShare, "0 to 0.9");
        Require(ReferenceEpisodes >= 5, nameof(ReferenceEpisodes), ReferenceEpisodes, "at least 5");
        Require(SuccessReturn is null || double.IsFinite(SuccessReturn.Value), nameof(SuccessReturn), SuccessReturn ?? 0, "a finite return");
        Require(NoiseLevel is >= 0 and <= 1, nameof(NoiseLevel), NoiseLevel, "0 to 1");
        Require(HardestNoiseLevel is null or (>= 0 and <= 1), nameof(HardestNoiseLevel), HardestNoiseLevel ?? 0, "0 to 1");
        Require(VolatilityPerAnnum > 0 && double.IsFinite(VolatilityPerAnnum), nameof(VolatilityPerAnnum), VolatilityPerAnnum, "greater than 0, e.g. 0.2 for 20 % a year");
        if (Schedule is CurriculumSchedule.Manual)
        {
            RequireManualSteps();
        }

        return this;
    }

    private void RequireManualSteps()
    {
        if (ManualSteps.Count != NumStages - 1)
        {
            throw new ArgumentException($"A manual schedule of {NumStages} stages names the steps at which stages 1 to {NumStages - 1} begin ({nameof(ManualSteps)}): {NumStages - 1} numbers; got {ManualSteps.Count}.");
        }

        for (int i = 0; i < ManualSteps.Count; i++)
        {
            long before = i == 0 ? 0 : ManualSteps[i - 1];
            if (ManualSteps[i] <= before)
            {
                throw new ArgumentException($"Stage {i + 1} of the manual schedule ({nameof(ManualSteps)}) begins at step {ManualSteps[i]}, which is not after {before}; give the steps in ascending order, greater than 0.");
            }
        }
    }

    private static void Require(bool holds, string name, double value, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException(FormattableString.Invariant($"{name} is {value}; it must be {rule}."), name);
        }
    }
}
