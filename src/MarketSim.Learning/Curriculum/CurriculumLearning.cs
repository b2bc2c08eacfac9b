using System.Globalization;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Monitoring;
using MarketSim.Learning.Training;
using MarketSim.Learning.Training.Callbacks;
using MarketSim.Numerics.Storage;

namespace MarketSim.Learning.Curriculum;

/// <summary>
/// Trains one agent in environments that grow harder as it learns. The returns of its training episodes, put on a scale from a random policy (0) to a
/// reference policy (1), are evaluated window by window; every evaluation says why the stage stays or changes. Works with every environment.
/// </summary>
/// <remarks>
/// One thread. What is saved resumes to the bit, in the middle of a stage and of a window too. How it works, and the papers: CURRICULUM.md.
/// What most trainings name are arguments, as users of Python libraries know them; <see cref="CurriculumSetup"/> has all settings.
/// </remarks>
public sealed class CurriculumLearning
{
    private readonly StageEnvironment _create;
    private readonly CurriculumCore _core;
    private readonly StagedSchedule? _staged;
    private readonly CurriculumSetup _setup;
    private readonly ValueHead? _values;
    private long _plannedSteps;
    private bool _isScaled;

    /// <param name="environments">Makes the environment of a difficulty, a noise level and more; the same spaces for all.</param>
    /// <param name="agentType">PPO, A2C or SAC.</param>
    /// <param name="numStages">At least 1.</param>
    /// <param name="autoProgression">True if stages are evaluated; false for stages of equal numbers of steps, or those of <see cref="MoveTo"/>.</param>
    /// <param name="progressionThreshold">Score to be exceeded: 0 (random policy) to 1 (reference policy).</param>
    /// <param name="seed">Of all randomness.</param>
    /// <exception cref="ArgumentException">A value is not allowed, or the function throws or makes environments of differing spaces.</exception>
    public CurriculumLearning(
        StageEnvironment environments,
        string agentType = "PPO",
        int numStages = 5,
        bool autoProgression = true,
        double progressionThreshold = 0.7,
        ulong seed = 0)
        : this(environments, new CurriculumSetup
        {
            AgentType = agentType,
            Options = new CurriculumOptions
            {
                NumStages = numStages,
                ProgressionThreshold = progressionThreshold,
                Schedule = autoProgression ? CurriculumSchedule.Automatic : CurriculumSchedule.Linear,
            },
            Seed = seed,
        })
    {
    }

    /// <param name="environments">Makes the environment of a difficulty, a noise level and more; the same spaces for all.</param>
    /// <param name="setup">All settings of the training.</param>
    /// <inheritdoc cref="CurriculumLearning(StageEnvironment, string, int, bool, double, ulong)"/>
    public CurriculumLearning(StageEnvironment environments, CurriculumSetup setup)
        : this(environments, setup, vector => LearnerFactory.Create(setup.AgentType, vector, setup.AgentParameters, setup.Seed, setup.Time, setup.Engine))
    {
    }

    private CurriculumLearning(StageEnvironment environments, CurriculumSetup setup, Func<IVectorEnvironment, LearningAlgorithm> create)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(environments);
        ArgumentOutOfRangeException.ThrowIfLessThan(setup.EnvironmentCount, 1);
        CurriculumOptions options = setup.Options.Checked();
        _create = environments;
        _setup = setup;
        var checkedStages = new StageEnvironments(environments, options);
        checkedStages.Check();
        ISchedule schedule = ScheduleOf(options);
        _staged = schedule as StagedSchedule;
        _core = new CurriculumCore(options, schedule, new ScoreScale(options.NumStages, options.SuccessReturn), setup.EnvironmentCount, setup.Seed);
        _core.Evaluated = evaluation => Evaluated?.Invoke(evaluation);
        var vector = new VectorEnvironment(setup.EnvironmentCount, number => new CurriculumEnvironment(number, _core, new StageEnvironments(environments, options)));
        Algorithm = create(vector);
        _values = options.Schedule is CurriculumSchedule.PrioritizedLevelReplay ? ValueHead.Of(Algorithm) : null;
    }

    /// <summary>Called with each evaluation, during training.</summary>
    public event Action<StageEvaluation>? Evaluated;

    /// <summary>The options it was made with.</summary>
    public CurriculumOptions Options => _setup.Options;

    /// <summary>The learner: a training of PPO, A2C or SAC in the curriculum's environments.</summary>
    public LearningAlgorithm Algorithm { get; }

    /// <summary>The stage that the next episodes play, from 0; the last one where difficulties have no stages.</summary>
    public int Stage => _staged?.StageAt(_core.Steps) ?? Options.NumStages - 1;

    /// <summary>All evaluations so far.</summary>
    public IReadOnlyList<StageEvaluation> Evaluations => _core.Evaluations;

    /// <summary>The results of the training episodes of each stage; of a difficulty between two stages, the nearer one's.</summary>
    public IReadOnlyList<StageTally> Stages => _core.Tallies;

    /// <summary>Environment steps of the random and of the reference policy, which no training step counts; 0 in a resumed training, whose scale is restored.</summary>
    public long ReferenceSteps { get; private set; }

    /// <summary>Figures of the training so far, since this object was made.</summary>
    public MetricsHistory Metrics { get; } = new();

    /// <summary>Trains until the agent has taken so many steps in all; see <see cref="LearningAlgorithm.Learn"/>. Prints nothing.</summary>
    /// <param name="totalTimesteps">At least 1; with what earlier calls took.</param>
    /// <param name="progress">Gets a line with every evaluation; null for none.</param>
    /// <returns>True when the total was reached, false when a callback ended the training.</returns>
    /// <exception cref="ArgumentException">The reference policy of a stage does not beat a random one, or there is none.</exception>
    public bool Train(long totalTimesteps, IProgress<string>? progress = null, params IReadOnlyList<TrainingCallback> callbacks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totalTimesteps, 1);
        _plannedSteps = totalTimesteps;
        SetScale();
        void Tell(StageEvaluation evaluation) => progress?.Report(evaluation.ToString());
        Evaluated += Tell;
        try
        {
            return Algorithm.Learn(totalTimesteps, [new MetricsCallback(Metrics), new StageCallback(this), .. callbacks]);
        }
        finally
        {
            Evaluated -= Tell;
        }
    }

    /// <summary>Begins all further episodes at this stage, instead of the schedule's.</summary>
    /// <exception cref="InvalidOperationException">The schedule has no stages.</exception>
    public void MoveTo(int stage)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stage);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stage, Options.NumStages);
        if (_staged is null)
        {
            throw new InvalidOperationException($"The schedule {Options.Schedule} draws difficulties and has no stage to move to; use Automatic, Manual or Linear.");
        }

        _staged.Choose(stage);
    }

    /// <summary>Plays episodes of one stage with the present weights, which does not touch the training.</summary>
    /// <param name="numEpisodes">At least 1.</param>
    /// <param name="stage">Null for the hardest.</param>
    /// <param name="seed">Of the episodes; null for one that differs from the training's.</param>
    public EvaluationResult Evaluate(int numEpisodes, int? stage = null, ulong? seed = null)
    {
        int played = stage ?? Options.NumStages - 1;
        ArgumentOutOfRangeException.ThrowIfNegative(played, nameof(stage));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(played, Options.NumStages, nameof(stage));
        return Algorithm.Evaluate(new VectorEnvironment(1, _ => new StageEnvironments(_create, Options).OfStage(played)), numEpisodes, seed);
    }

    /// <summary>The normalised score of a return at a stage: 0 as a random policy, 1 as the reference policy.</summary>
    public double ScoreOf(int stage, double episodeReturn)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stage);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stage, Options.NumStages);
        SetScale();
        return _core.Scale.Of(Options.DifficultyOf(stage), episodeReturn);
    }

    /// <inheritdoc cref="LearningAlgorithm.Predict(ReadOnlySpan{float}, bool)"/>
    public float[] Predict(ReadOnlySpan<float> observation, bool deterministic = false) => Algorithm.Predict(observation, deterministic);

    /// <summary>Saves agent, curriculum and environments, so that the training resumes as if it had not been interrupted.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => Algorithm.Save(path);

    /// <summary>A training that was interrupted, made with the same settings: resumes to the bit.</summary>
    /// <inheritdoc cref="CurriculumLearning(StageEnvironment, CurriculumSetup)"/>
    /// <exception cref="InvalidDataException">The file is damaged, or of another curriculum, algorithm, seed or number of environments.</exception>
    public static CurriculumLearning Resume(string path, StageEnvironment environments, CurriculumSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var resumed = new CurriculumLearning(environments, setup, vector => LearnerFactory.Resume(setup.AgentType, path, vector, setup.Time, setup.Engine))
        {
            _isScaled = true,
        };
        return resumed.Algorithm.Seed == setup.Seed
            ? resumed
            : throw new InvalidDataException($"{path}: The training has seed {resumed.Algorithm.Seed}, not {setup.Seed}; resume it with its own.");
    }

    /// <summary>Writes the evaluations as a table: number, steps, stage, score, smoothed, bar, episodes, p_value, decision, reason.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteEvaluations(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var text = new System.Text.StringBuilder("number,steps,stage,score,smoothed,bar,episodes,p_value,decision,reason\n");
        foreach (StageEvaluation evaluation in Evaluations)
        {
            text.Append(CultureInfo.InvariantCulture, $"{evaluation.Number},{evaluation.Steps},{evaluation.Stage},{evaluation.Score:R},{evaluation.Smoothed:R},{evaluation.Bar:R},");
            text.Append(CultureInfo.InvariantCulture, $"{evaluation.Episodes},{evaluation.PValue:R},{evaluation.Decision.ToString().ToLowerInvariant()},\"{evaluation.Reason}\"\n");
        }

        DurableFolder.WriteFile(path, System.Text.Encoding.UTF8.GetBytes(text.ToString()));
    }

    private ISchedule ScheduleOf(CurriculumOptions options) => options.Schedule switch
    {
        CurriculumSchedule.LearningProgress => new LearningProgressSchedule(),
        CurriculumSchedule.PrioritizedLevelReplay => new LevelReplaySchedule(() => _values!),
        _ => new StagedSchedule(options, () => _plannedSteps),
    };

    private void SetScale()
    {
        if (!_isScaled && _core.Scale.NeedsReferences)
        {
            ReferenceSteps = new StageReferences(Options, _setup.Reference, _setup.Seed).Measure(new StageEnvironments(_create, Options), _core.Scale);
        }

        _isScaled = true;
    }

    /// <summary>Records where the curriculum stands, after every update.</summary>
    private sealed class StageCallback(CurriculumLearning curriculum) : TrainingCallback
    {
        public override bool AfterUpdate(LearningAlgorithm algorithm, TrainingProgress progress)
        {
            if (curriculum._staged is not null)
            {
                curriculum.Metrics.Record("curriculum/stage", curriculum.Stage, progress.Steps);
            }

            if (curriculum.Evaluations is [.., var last])
            {
                curriculum.Metrics.Record("curriculum/score", last.Score, progress.Steps);
            }

            return true;
        }
    }
}
