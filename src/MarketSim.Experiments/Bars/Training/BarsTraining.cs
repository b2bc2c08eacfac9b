using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Monitoring;
using MarketSim.Learning.Training;
using MarketSim.Learning.Training.Callbacks;
using MarketSim.Results;
using MarketSim.Scenarios.Bars;

namespace MarketSim.Experiments.Bars.Training;

/// <summary>One training of a run: begins, or resumes exactly from its checkpoint, until it is done or interrupted.</summary>
internal sealed class BarsTraining(BarsTask task, BarsTrainingName name, BarsFolder folder, BarsRunOptions options)
{
    // Rows of metrics.csv per figure: enough for a curve.
    private const int MaxRecords = 500;

    /// <param name="stepsTaken">Told how many steps were taken since the last call.</param>
    /// <returns>Null when it was interrupted.</returns>
    public BarsTrainingSummary? Run(Action<long> stepsTaken)
    {
        Directory.CreateDirectory(folder.FolderOf(name));
        LearningAlgorithm model = Open();
        stepsTaken(model.Steps);
        using MetricsFile metrics = OpenMetrics(model.Steps);
        var keeper = new Keeper(folder.CheckpointOf(name), task.Scenario.CheckpointEvery, metrics, options, stepsTaken);
        string stopped = string.Empty;
        try
        {
            if (!model.Learn(name.Learner.Steps, new MetricsCallback(metrics, Math.Max(1, name.Learner.Steps / MaxRecords)), keeper))
            {
                keeper.Save(model);
                return null;
            }

            keeper.TellSteps(model.Steps);
        }
        catch (LearningDivergedException exception)
        {
            stopped = exception.Message;
        }

        metrics.Flush();
        var result = new BarsTrainingSummary(
            name.ToString(),
            name.Learner.Name,
            name.Learner.Algorithm.Title,
            name.Fold + 1,
            name.Seed + 1,
            model.Steps,
            model.Episodes.Episodes,
            model.Episodes.Episodes > 0 ? model.Episodes.MeanReturn : null,
            stopped);
        folder.WriteResult(name, model.Policy, result);
        return result;
    }

    private LearningAlgorithm Open()
    {
        VectorEnvironment environment = task.TrainingEnvironment(name);
        string checkpoint = folder.CheckpointOf(name);
        if (!File.Exists(checkpoint))
        {
            return name.Learner.Algorithm.CreateModel!(task.LearningTask(name), environment);
        }

        try
        {
            return LearnerFactory.Resume(name.Learner.Algorithm.Title, checkpoint, environment, engine: name.Learner.Engine.Create());
        }
        catch (InvalidDataException exception)
        {
            throw new RunFolderException($"{exception.Message} Delete the file to have this training done again from its beginning.", exception);
        }
    }

    private MetricsFile OpenMetrics(long steps)
    {
        string path = folder.MetricsOf(name);
        if (steps > 0 && File.Exists(path))
        {
            return MetricsFile.Resume(path, steps);
        }

        // What a training left that never reached a checkpoint.
        File.Delete(path);
        return MetricsFile.Create(path);
    }

    /// <summary>Saves the training now and then, and ends it when it is interrupted.</summary>
    private sealed class Keeper(string path, TimeSpan? every, MetricsFile metrics, BarsRunOptions options, Action<long> stepsTaken) : TrainingCallback
    {
        private long _savedAt = options.TimeProvider.GetTimestamp();
        private long _told;

        public override void Begin(LearningAlgorithm algorithm, long totalSteps) => _told = algorithm.Steps;

        public override bool AfterUpdate(LearningAlgorithm algorithm, TrainingProgress progress)
        {
            TellSteps(progress.Steps);
            if (every is { } interval && options.TimeProvider.GetElapsedTime(_savedAt) >= interval)
            {
                Save(algorithm);
            }

            return !options.Interrupt.IsCancellationRequested || progress.Steps >= progress.TotalSteps;
        }

        /// <summary>Steps after the last update are told here.</summary>
        public void TellSteps(long steps)
        {
            stepsTaken(steps - _told);
            _told = steps;
        }

        public void Save(LearningAlgorithm algorithm)
        {
            // Rows first: a checkpoint cuts the file to its steps, and cannot bring back what is missing.
            metrics.Flush();
            algorithm.Save(path);
            _savedAt = options.TimeProvider.GetTimestamp();
        }
    }
}
