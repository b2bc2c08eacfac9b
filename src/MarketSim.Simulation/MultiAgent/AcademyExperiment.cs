using MarketSim.Agents.Population;
using MarketSim.Learning.Curriculum;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Curriculum;
using MarketSim.Simulation.Evaluation;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Training;

namespace MarketSim.Simulation.MultiAgent;

/// <summary>
/// The built-in scenario <c>academy</c> from C#: learners that begin as clones of an expert, a curriculum that makes their market harder, and a hierarchical
/// trader among PPO, A2C and SAC rivals and rules, all in one order book. It is a run like any other: it can be interrupted and resumed, and
/// repeats exactly. How it works: ACADEMY.md.
/// </summary>
public sealed class AcademyExperiment
{
    private const string Name = "academy";

    private readonly MultiAgentOptions _options;

    /// <param name="numEpisodes">Of the training, at least 1; null for those of the scenario.</param>
    /// <param name="expert">Name of the group that learners begin as clones of; it follows a strategy.</param>
    /// <param name="stages">From easy to hard; null for those of the scenario.</param>
    /// <param name="progressionThreshold">Score to be exceeded before the next stage, 0 to 1; null for that of the scenario.</param>
    /// <param name="options">Folder and execution of the training; null for the folder <c>runs/academy</c>.</param>
    /// <exception cref="ArgumentException">There is no such expert, a stage or the threshold is not allowed.</exception>
    public AcademyExperiment(
        int? numEpisodes = null, string expert = "momentum", IReadOnlyList<ScenarioStage>? stages = null, double? progressionThreshold = null, MultiAgentOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(expert);
        ArgumentOutOfRangeException.ThrowIfLessThan(numEpisodes ?? 1, 1, nameof(numEpisodes));
        _options = options ?? new MultiAgentOptions();
        Scenario academy = ScenarioCatalog.Read(Name);
        ScenarioCurriculum curriculum = academy.Curriculum!;
        if (!academy.Agents.Any(group => group.Name == expert && group.Agent is RuleBasedAgent))
        {
            throw new ArgumentException(
                $"{expert} is no group of the academy that follows a strategy; those are {string.Join(", ", academy.Agents.Where(static group => group.Agent is RuleBasedAgent).Select(static group => group.Name))}.", nameof(expert));
        }

        stages ??= curriculum.Stages;
        Scenario changed = academy with
        {
            Seed = _options.Seed,
            Agents = [.. academy.Agents.Select(group => group.Agent is LearningAgent { Imitates: { } start } learning ? group with { Agent = learning.StartAs(start with { Expert = expert }) } : group)],
            Training = academy.Training! with { Episodes = numEpisodes ?? academy.Training.Episodes },
            Curriculum = curriculum with
            {
                Stages = stages,
                Options = curriculum.Options with
                {
                    NumStages = stages.Count,
                    ProgressionThreshold = progressionThreshold ?? curriculum.Options.ProgressionThreshold,
                    DemotionThreshold = progressionThreshold is null ? curriculum.Options.DemotionThreshold : null,
                },
            },
        };

        // The rules of scenarios are those of their files: read back, whatever is not allowed is refused with its line.
        try
        {
            Scenario = ScenarioReader.Read(ScenarioWriter.Write(changed), $"{Name}.yaml");
        }
        catch (ScenarioException exception)
        {
            throw new ArgumentException($"The academy cannot be held so: {exception.Message}", exception);
        }
    }

    /// <summary>The scenario that is run.</summary>
    public Scenario Scenario { get; }

    /// <summary>The result of the training; null before it.</summary>
    public TrainingResult? Training { get; private set; }

    /// <summary>All evaluations of stages, whose steps are episodes; empty before the training.</summary>
    public IReadOnlyList<StageEvaluation> Stages { get; private set; } = [];

    /// <summary>The result of the last evaluation; empty before one.</summary>
    public IReadOnlyList<EvaluatedEpisode> Evaluation { get; private set; } = [];

    /// <summary>Trains in a run folder, from the imitation to the last episode. Where the folder holds the same training, unfinished, it is resumed; finished, its results are read. Prints nothing.</summary>
    /// <param name="progress">Called after each episode, on a thread of the run; null for none.</param>
    /// <exception cref="RunFolderException">The folder that the options name holds something else.</exception>
    /// <exception cref="RunFailedException">The run failed; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted; calling it again resumes.</exception>
    public TrainingResult Train(IProgress<TrainingStatus>? progress = null)
    {
        RunResult result = TrainingFolder.RunAsync(Scenario, _options, Path.Combine("runs", Name), progress).GetAwaiter().GetResult();
        if (result.Summary.Status == RunStatus.Interrupted)
        {
            throw new OperationCanceledException($"The training was interrupted after tick {result.Summary.Ticks}; train again to continue in {result.Folder}.", _options.Interrupt);
        }

        RunFolder folder = RunFolder.Open(result.Folder);
        Stages = StagesOfAsync(folder).GetAwaiter().GetResult();
        Training = TrainingResult.Read(folder, result.Summary);
        return Training;
    }

    /// <summary>Plays the trained policies on markets of the last stage that no training has seen, and in their place everybody that they are compared with: their untrained selves, flat, random actions, the rules, and a script that knows the background flow.</summary>
    /// <exception cref="InvalidOperationException">Nothing was trained.</exception>
    public IReadOnlyList<EvaluatedEpisode> Evaluate(int numEpisodes = 200)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numEpisodes, 1);
        if (Training is null)
        {
            throw new InvalidOperationException("There is nothing to evaluate yet; call Train first.");
        }

        Evaluation = MarketPolicyEvaluation.Run(
            Scenario,
            TrainedPolicies.Read(RunFolder.Open(Training.Folder), Scenario),
            new EvaluationOptions { Episodes = numEpisodes, Threads = _options.Threads ?? 1, Interrupt = _options.Interrupt });
        return Evaluation;
    }

    private async Task<IReadOnlyList<StageEvaluation>> StagesOfAsync(RunFolder folder)
    {
        using var store = new FolderCheckpointStore(folder.CheckpointsPath, Scenario.Checkpoint.Keep);
        CheckpointManifest manifest = await store.ReadLatestAsync().ConfigureAwait(false)
            ?? throw new CheckpointException($"{folder.FullPath} has no checkpoint any more, so its stages are not known.");
        CheckpointParts parts = await CheckpointParts.ReadAsync(store, manifest, [PartNames.Curriculum, PartNames.Stages]).ConfigureAwait(false);
        var state = new CurriculumState(Scenario);
        state.Restore(parts[PartNames.Curriculum], parts[PartNames.Stages]);
        return state.Evaluations;
    }
}
