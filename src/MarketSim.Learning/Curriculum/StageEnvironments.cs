using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Curriculum;

/// <summary>The environments of one place of a vector: one of each stage, made when it is first played, and one at a time of a difficulty in between.</summary>
internal sealed class StageEnvironments(StageEnvironment create, CurriculumOptions options)
{
    private readonly IEnvironment?[] _stages = new IEnvironment?[options.NumStages];

    public IEnvironment OfStage(int stage) => _stages[stage] ??= Create(options.DifficultyOf(stage), FormattableString.Invariant($"stage {stage}"));

    public IEnvironment Of(double difficulty)
    {
        int stage = options.Of(difficulty).Stage;
        return options.DifficultyOf(stage).Equals(difficulty) ? OfStage(stage) : Create(difficulty, FormattableString.Invariant($"difficulty {difficulty}"));
    }

    /// <summary>Makes the environment of every stage once, to see that all have the same spaces.</summary>
    /// <exception cref="ArgumentException">The function throws, makes none, or one of other spaces.</exception>
    public void Check()
    {
        for (int stage = 1; stage < options.NumStages; stage++)
        {
            RequireSame(OfStage(stage).ObservationSpace, OfStage(0).ObservationSpace, stage, "observations");
            RequireSame(OfStage(stage).ActionSpace, OfStage(0).ActionSpace, stage, "actions");
        }
    }

    private IEnvironment Create(double difficulty, string what)
    {
        StageOptions made = options.Of(difficulty);
        IEnvironment environment;
        try
        {
            environment = create(made.Difficulty, made.NoiseLevel, made);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The function that makes environments failed for {what} (difficulty {made.Difficulty}, noise level {made.NoiseLevel}): {error.Message} It must make one for every difficulty from 0 to 1."),
                nameof(create),
                error);
        }

        return environment
            ?? throw new ArgumentException($"The function that makes environments made null for {what}; it must make one for every difficulty from 0 to 1.", nameof(create));
    }

    private static void RequireSame(Space space, Space first, int stage, string what)
    {
        if (!AreSame(space, first))
        {
            throw new ArgumentException(
                $"The environment of stage {stage} has other {what} than that of stage 0 ({Describe(space)} instead of {Describe(first)}); one policy plays all stages, so make them with the same spaces.");
        }
    }

    private static bool AreSame(Space a, Space b) => (a, b) switch
    {
        (BoxSpace x, BoxSpace y) => x.Low.SequenceEqual(y.Low) && x.High.SequenceEqual(y.High),
        (DiscreteSpace x, DiscreteSpace y) => x.Count == y.Count,
        (MultiDiscreteSpace x, MultiDiscreteSpace y) => x.Counts.SequenceEqual(y.Counts),
        _ => a.GetType() == b.GetType() && a.Size == b.Size,
    };

    private static string Describe(Space space) => space switch
    {
        DiscreteSpace discrete => FormattableString.Invariant($"{discrete.Count} discrete values"),
        MultiDiscreteSpace several => FormattableString.Invariant($"discrete values [{string.Join(", ", several.Counts.ToArray())}]"),
        _ => FormattableString.Invariant($"a box of {space.Size} numbers"),
    };
}
