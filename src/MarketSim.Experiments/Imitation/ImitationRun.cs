using System.Globalization;
using System.Text;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Imitation.Methods;
using MarketSim.Learning.Persistence;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Storage;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Imitation;

namespace MarketSim.Experiments.Imitation;

/// <summary>A training from an expert's file in a dedicated folder: begun or resumed, saved every ten epochs, with its curve and its policy at the end.</summary>
public sealed class ImitationRun
{
    private const string ModelFile = "imitation.model";
    private const string CurveFile = "imitation.csv";
    private const string SourceFile = "imitation.yaml";
    private const int EpochsBetweenSaves = 10;

    private readonly ImitationScenario _scenario;
    private readonly string _folder;

    private ImitationRun(ImitationScenario scenario, string folder, ImitationLearning learning)
    {
        _scenario = scenario;
        _folder = folder;
        Learning = learning;
    }

    /// <summary>The learner, with what it has learned so far.</summary>
    public ImitationLearning Learning { get; }

    /// <summary>Path of the file of the learner.</summary>
    public string ModelPath => Path.Combine(_folder, ModelFile);

    /// <summary>Begins a training in an empty folder.</summary>
    /// <param name="source">Path of the scenario's file, which is copied there.</param>
    /// <exception cref="ScenarioException">The expert's file, or the scenario, cannot be learned from.</exception>
    /// <exception cref="RunFolderException">The folder holds a run already.</exception>
    public static ImitationRun Begin(ImitationScenario scenario, string source, string folder) => Guarded(source, () =>
    {
        // Everything is read before there is a folder.
        var learning = new ImitationLearning(
            scenario.CreateEnvironment(), scenario.Expert.Path, scenario.Method, scenario.ModelType, scenario.HiddenSizes, scenario.Options, scenario.Seed);
        RunFolder.Create(folder);
        File.Copy(source, Path.Combine(folder, SourceFile));
        return new ImitationRun(scenario, folder, learning);
    });

    /// <summary>Resumes a training; it ends as it would have without the interruption.</summary>
    /// <param name="source">Path of the scenario's file, for messages.</param>
    /// <exception cref="ScenarioException">The saved learner is damaged, or of another scenario.</exception>
    public static ImitationRun Resume(ImitationScenario scenario, string source, string folder) => Guarded(
        source, () => new ImitationRun(scenario, folder, ImitationLearning.Resume(Path.Combine(folder, ModelFile), scenario.CreateEnvironment())));

    /// <summary>Trains to the last epoch of the scenario, or until it is interrupted, and saves the learner.</summary>
    /// <param name="afterEpoch">Told how many epochs are done, on the thread that trains.</param>
    /// <returns>False when it was interrupted.</returns>
    public bool Train(Action<int> afterEpoch, CancellationToken interrupt)
    {
        ArgumentNullException.ThrowIfNull(afterEpoch);
        ImitationResult result = Learning.Train(_scenario.Epochs, _scenario.BatchSize, new Saving(done =>
        {
            afterEpoch(done);
            if (done % EpochsBetweenSaves == 0)
            {
                Learning.Save(ModelPath);
            }
        }), interrupt);
        Learning.Save(ModelPath);
        return result.IsDone || result.Epochs.Count >= _scenario.Epochs;
    }

    /// <summary>Writes the curve (<c>imitation.csv</c>) and the policy that was learned.</summary>
    public void WriteResults()
    {
        DurableFolder.WriteFile(Path.GetFullPath(Path.Combine(_folder, CurveFile)), Encoding.UTF8.GetBytes(Curve(Learning.History)));
        if (Learning.Policy is ActorCriticPolicy)
        {
            string policies = Path.GetFullPath(Path.Combine(_folder, RunFolder.PoliciesFolder));
            Directory.CreateDirectory(policies);
            ParameterFile.Of(Learning.Policy, new Dictionary<string, string>(StringComparer.Ordinal) { ["method"] = Learning.Method }).Write(Path.Combine(policies, "expert.safetensors"));
        }
    }

    private static ImitationRun Guarded(string source, Func<ImitationRun> begin)
    {
        try
        {
            return begin();
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            throw new ScenarioException([new ScenarioProblem(source, 0, exception.Message, ScenarioProblemCode.Unreadable)]);
        }
    }

    private static string Curve(IReadOnlyList<ImitationEpoch> history)
    {
        string[] names = [.. history.SelectMany(static epoch => epoch.Figures.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var text = new StringBuilder("epoch,loss,held_out_loss,held_out_score");
        foreach (string name in names)
        {
            text.Append(',').Append(name);
        }

        text.Append('\n');
        foreach (ImitationEpoch epoch in history)
        {
            text.Append(CultureInfo.InvariantCulture, $"{epoch.Epoch},{epoch.Loss:R},{epoch.HeldOutLoss:R},{epoch.HeldOutScore:R}");
            foreach (string name in names)
            {
                text.Append(',').Append(epoch.Figures.TryGetValue(name, out double value) ? value.ToString("R", CultureInfo.InvariantCulture) : string.Empty);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Saves on the training thread, so that the saved state is that of the reported epoch.</summary>
    private sealed class Saving(Action<int> afterEpoch) : IProgress<ImitationProgress>
    {
        public void Report(ImitationProgress value) => afterEpoch(value.Epochs);
    }
}
