using System.Globalization;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Monitoring;
using MarketSim.Learning.Persistence;
using MarketSim.Learning.Persistence.Onnx;
using MarketSim.Learning.Policies;
using MarketSim.Results;
using MarketSim.Results.Tables;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Reporting.Learning;

/// <summary>The exports of a training run for other programs: its policies as ONNX models, its figures as event files for TensorBoard.</summary>
public static class TrainingExport
{
    private const string StepsFigure = "steps";

    /// <summary>Writes <c>NAME.onnx</c> for each policy, and <c>tensorboard/NAME/events…</c> with what <c>learning.csv</c> and <c>episodes.csv</c> say of it.</summary>
    /// <param name="folder">Of a run that has saved its policies.</param>
    /// <param name="target">Must be empty or new, since viewers show every event file that lies there.</param>
    /// <param name="time">The moment that event files give.</param>
    /// <returns>The paths of what was written.</returns>
    /// <exception cref="RunFolderException">No agent learns in the run, it has saved no policies, one of its tables is damaged, or the target holds something.</exception>
    /// <exception cref="InvalidDataException">A policy's file is damaged, or of another architecture than the scenario's.</exception>
    public static IReadOnlyList<string> Write(RunFolder folder, string target, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentException.ThrowIfNullOrEmpty(target);
        ArgumentNullException.ThrowIfNull(time);
        Scenario scenario = ScenarioReader.ReadFile(folder.PathOf(RunFolder.ScenarioFile));
        IReadOnlyDictionary<string, IPolicy> policies = TrainedPolicies.ReadPolicies(folder, scenario);
        if (policies.Count == 0)
        {
            throw new RunFolderException($"Nobody learns in the run {folder.FullPath}; there is no policy to export. Give the folder of a run of a scenario that trains, e.g. multi-agent-training.");
        }

        // Everything is read before anything is written.
        LearningSamples samples = LearningFile.Read(folder.FullPath);
        IReadOnlyList<EpisodeOutcome> episodes = EpisodeFile.Read(folder.FullPath);
        string fullTarget = NewFolder(target);
        var written = new List<string>();
        foreach ((string name, IPolicy policy) in policies)
        {
            string weights = Path.Combine(folder.PathOf(RunFolder.PoliciesFolder), $"{name}.safetensors");
            foreach ((string suffix, IPolicy part) in PartsOf(policy))
            {
                string path = Path.Combine(fullTarget, $"{name}{suffix}.onnx");
                OnnxFile.Write(part, path, SafetensorsFile.Read(weights).Metadata);
                written.Add(path);
            }
        }

        foreach (string name in policies.Keys)
        {
            using TensorBoardFile events = TensorBoardFile.Create(Path.Combine(fullTarget, "tensorboard", name), time);
            Record(events, name, samples, episodes);
            written.Add(events.FullPath);
        }

        return written;
    }

    // Options are separate policies, which a controller's picks one of.
    private static IEnumerable<(string Suffix, IPolicy Policy)> PartsOf(IPolicy policy) => policy is OptionsPolicy options
        ? options.Options.Select((option, index) => (string.Create(CultureInfo.InvariantCulture, $"-option-{index}"), option))
        : [(string.Empty, policy)];

    // A viewer's horizontal axis is the policy's own steps: decisions that its learner has trained on so far.
    private static void Record(IMetricsSink sink, string policy, LearningSamples samples, IReadOnlyList<EpisodeOutcome> episodes)
    {
        LearningSeries steps = samples.Find(policy, StepsFigure) ?? new LearningSeries();
        long[] total = new long[steps.Ticks.Count + 1];
        for (int i = 0; i < steps.Ticks.Count; i++)
        {
            total[i + 1] = total[i] + (long)steps.Values[i];
        }

        long StepsAt(double tick) => total[UpTo(steps.Ticks, tick)];

        foreach ((string name, LearningSeries series) in samples.Of(policy).Where(static figure => figure.Name != StepsFigure))
        {
            string tag = name.Contains('/', StringComparison.Ordinal) ? name : $"learner/{name}";
            for (int i = 0; i < series.Ticks.Count; i++)
            {
                sink.Record(tag, series.Values[i], StepsAt(series.Ticks[i]));
            }
        }

        foreach (IGrouping<(int Episode, long Tick), EpisodeOutcome> episode in episodes.Where(outcome => outcome.Policy == policy).GroupBy(static outcome => (outcome.Episode, outcome.Tick)))
        {
            long step = StepsAt(episode.Key.Tick);
            sink.Record("episode/reward_mean", episode.Average(static outcome => outcome.Reward), step);
            sink.Record("episode/wealth_change_mean", episode.Average(static outcome => outcome.WealthChange), step);
        }
    }

    // How many of the ticks, which ascend, are not after this one.
    private static int UpTo(List<double> ticks, double tick)
    {
        int low = 0;
        int high = ticks.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = ticks[middle] <= tick ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static string NewFolder(string target)
    {
        string full = Path.GetFullPath(target);
        if (File.Exists(full))
        {
            throw new RunFolderException($"{full} is a file; an export needs a folder. Choose another name.");
        }

        if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any())
        {
            throw new RunFolderException($"The folder {full} exists and is not empty. Remove it, or choose another name.");
        }

        Directory.CreateDirectory(full);
        return full;
    }
}
