using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Curriculum;

/// <summary>The one curriculum of a training, whatever the number of environments: the plan of their next episodes, and the outcome of those before. One thread.</summary>
internal sealed class CurriculumCore
{
    private const int SavedFields = 7;

    private readonly CurriculumOptions _options;
    private readonly ulong _seed;
    private readonly RandomStream[] _random;
    private readonly List<StageEvaluation> _evaluations = [];
    private readonly StageTally[] _tallies;

    /// <param name="environments">At least 1.</param>
    public CurriculumCore(CurriculumOptions options, ISchedule schedule, ScoreScale scale, int environments, ulong seed)
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

    public ISchedule Schedule { get; }

    public ScoreScale Scale { get; }

    /// <summary>Environment steps of the training.</summary>
    public long Steps { get; private set; }

    public IReadOnlyList<StageEvaluation> Evaluations => _evaluations;

    /// <summary>By stage: the results of its episodes. A difficulty between two stages counts for the nearer one.</summary>
    public IReadOnlyList<StageTally> Tallies => _tallies;

    /// <summary>Called with each evaluation.</summary>
    public Action<StageEvaluation>? Evaluated { get; set; }

    public EpisodePlan Begin(int environment) => Schedule.Next(Steps, ref _random[environment]);

    public void StepTaken() => Steps++;

    public void End(EpisodePlan plan, ulong seed, double episodeReturn, EpisodeTrace? trace)
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
