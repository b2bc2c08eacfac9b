using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Curriculum;

/// <summary>
/// The one curriculum of a training, whatever the number of environments: the plan of their next episodes, and the outcome of those before. For one thread at
/// a time. <see cref="CurriculumLearning"/> has one for its environments; a training that is no vector of environments begins with <see cref="OfEpisodes"/>.
/// </summary>
public sealed class CurriculumCore
{
    private const int SavedFields = 7;

    private readonly CurriculumOptions _options;
    private readonly ulong _seed;
    private readonly RandomStream[] _random;
    private readonly List<StageEvaluation> _evaluations = [];
    private readonly StageTally[] _tallies;

    /// <param name="environments">At least 1.</param>
    internal CurriculumCore(CurriculumOptions options, ISchedule schedule, ScoreScale scale, int environments, ulong seed)
    {
        _options = options;
        _seed = seed;
        Schedule = schedule;
        Scale = scale;
        _random = new RandomStream[environments];
        for (int i = 0; i < environments; i++)
        {
            _random[i] = new RandomStream(seed, RandomPurpose.Curriculum, group: 0, i);
        }

        _tallies = new StageTally[options.NumStages];
    }

    internal ISchedule Schedule { get; }

    internal ScoreScale Scale { get; }

    /// <summary>True until <see cref="SetReferences"/> was called for each stage; false where the options say which return is a success.</summary>
    public bool NeedsReferences => Scale.NeedsReferences;

    /// <summary>Steps of the training so far: the calls of <see cref="StepTaken"/>.</summary>
    public long Steps { get; private set; }

    /// <summary>The evaluations of the training so far, in order.</summary>
    public IReadOnlyList<StageEvaluation> Evaluations => _evaluations;

    /// <summary>By stage: the results of its episodes. A difficulty between two stages counts for the nearer one.</summary>
    public IReadOnlyList<StageTally> Tallies => _tallies;

    /// <summary>Called with each evaluation.</summary>
    public Action<StageEvaluation>? Evaluated { get; set; }

    /// <summary>A curriculum whose steps are whole episodes, such as those of a market: <see cref="StepTaken"/> is called once after each.</summary>
    /// <param name="environments">That play at the same time; at least 1.</param>
    /// <param name="episodes">Of the whole training: a linear schedule spreads its stages over them.</param>
    /// <param name="seed">Of the draws of stages.</param>
    /// <exception cref="ArgumentException">The schedule is <see cref="CurriculumSchedule.PrioritizedLevelReplay"/>, which reads the observations of an episode.</exception>
    public static CurriculumCore OfEpisodes(CurriculumOptions options, int environments, int episodes, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(environments, 1);
        ISchedule schedule = options.Schedule switch
        {
            CurriculumSchedule.LearningProgress => new LearningProgressSchedule(),
            CurriculumSchedule.PrioritizedLevelReplay => throw new ArgumentException(
                $"{nameof(CurriculumOptions.Schedule)} is {options.Schedule}, which needs the steps of an episode; take another schedule for a curriculum of whole episodes.", nameof(options)),
            _ => new StagedSchedule(options, () => episodes),
        };
        return new CurriculumCore(options, schedule, new ScoreScale(options.NumStages, options.SuccessReturn), environments, seed);
    }

    /// <summary>Sets the scale of scores at a stage: 0 for the first return, 1 for the second.</summary>
    /// <param name="random">Mean return of a random policy.</param>
    /// <param name="reference">Mean return of the reference policy.</param>
    public void SetReferences(int stage, double random, double reference) => Scale.Set(stage, random, reference);

    /// <summary>Plans the next episode of an environment.</summary>
    /// <param name="environment">From 0.</param>
    public EpisodePlan Begin(int environment) => Schedule.Next(Steps, ref _random[environment]);

    /// <summary>Counts a step of the training.</summary>
    public void StepTaken() => Steps++;

    /// <summary>Takes in the result of an episode; an evaluation that is complete with it is added to <see cref="Evaluations"/>.</summary>
    /// <param name="plan">As <see cref="Begin"/> gave it.</param>
    /// <param name="episodeReturn">In the unit of the references, or of the return that is a success.</param>
    public void End(EpisodePlan plan, double episodeReturn) => End(plan, seed: 0, episodeReturn, trace: null);

    internal void End(EpisodePlan plan, ulong seed, double episodeReturn, EpisodeTrace? trace)
    {
        double score = Scale.Of(plan.Difficulty, episodeReturn);
        int stage = _options.Of(plan.Difficulty).Stage;
        StageTally tally = _tallies[stage];
        _tallies[stage] = new StageTally(tally.Episodes + 1, tally.SumOfReturns + episodeReturn, tally.SumOfScores + score);
        if (Schedule.Ended(new EndedEpisode(plan, seed, score, trace, Steps)) is { } evaluation)
        {
            _evaluations.Add(evaluation);
            Evaluated?.Invoke(evaluation);
        }
    }

    /// <summary>Saves everything that the plans of later episodes depend on.</summary>
    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(SavedFields);
        writer.WriteString(_options.Fixed);
        writer.WriteInt64(Steps);
        writer.WriteArrayHeader(_random.Length);
        foreach (RandomStream random in _random)
        {
            writer.WriteUInt64(random.Position);
        }

        Schedule.Save(writer);
        Scale.Save(writer);
        writer.WriteArrayHeader(_tallies.Length * 3);
        foreach (StageTally tally in _tallies)
        {
            writer.WriteInt64(tally.Episodes);
            writer.WriteDouble(tally.SumOfReturns);
            writer.WriteDouble(tally.SumOfScores);
        }

        StageEvaluation.WriteAll(writer, _evaluations);
    }

    /// <summary>Restores what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is of other options or another number of environments.</exception>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(SavedFields);
        string saved = reader.ReadString();
        if (saved != _options.Fixed)
        {
            throw new InvalidDataException($"The curriculum was saved with {saved}; this one has {_options.Fixed}. Resume it with the same options");
        }

        Steps = reader.ReadCount();
        reader.ReadArrayHeader(_random.Length);
        for (int i = 0; i < _random.Length; i++)
        {
            _random[i] = new RandomStream(_seed, RandomPurpose.Curriculum, group: 0, i, reader.ReadUInt64());
        }

        Schedule.Restore(ref reader);
        Scale.Restore(ref reader);
        reader.ReadArrayHeader(_tallies.Length * 3);
        for (int i = 0; i < _tallies.Length; i++)
        {
            _tallies[i] = new StageTally(reader.ReadCount(), reader.ReadDouble(), reader.ReadDouble());
        }

        _evaluations.Clear();
        _evaluations.AddRange(StageEvaluation.ReadAll(ref reader));
    }
}

/// <summary>The results of the episodes of a stage.</summary>
public readonly record struct StageTally(long Episodes, double SumOfReturns, double SumOfScores)
{
    /// <summary>NaN without an episode.</summary>
    public double MeanReturn => Episodes > 0 ? SumOfReturns / Episodes : double.NaN;

    /// <summary>NaN without an episode.</summary>
    public double MeanScore => Episodes > 0 ? SumOfScores / Episodes : double.NaN;
}
