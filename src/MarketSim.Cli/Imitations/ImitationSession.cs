using System.Globalization;
using System.Text;
using MarketSim.Cli.Evaluations;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Imitation.Methods;
using MarketSim.Learning.Persistence;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Storage;
using MarketSim.Reporting;
using MarketSim.Simulation.Imitation;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Cli.Imitations;

/// <summary>Carries a training from an expert's file from here to its end, or to the user's Ctrl-C.</summary>
internal sealed class ImitationSession(CommandConsole console, TimeProvider timeProvider, ImitationScenario scenario, string source, RunSettings switches)
{
    private const string ModelFile = "imitation.model";
    private const string CurveFile = "imitation.csv";
    private const string SourceFile = "imitation.yaml";
    private const string ReportFile = "report.html";
    private const int EpochsBetweenSaves = 10;

    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(string? output, bool resumes)
    {
        string path = output ?? Path.Combine("runs", $"{scenario.Name}-{scenario.Seed.ToString(CultureInfo.InvariantCulture)}-{timeProvider.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
        ImitationLearning imitation = Begin(path, resumes);
        bool isDone = await Task.Run(() => Train(imitation, path)).ConfigureAwait(false);
        if (!isDone)
        {
            await console.Error.WriteLineAsync($"marketsim: stopped; to go on: marketsim imitate {source} --output {CommandPath.Of(path)} --resume").ConfigureAwait(false);
            return ExitCode.Interrupted;
        }

        Finish(imitation, path);
        return ExitCode.Success;
    }

    private ImitationLearning Begin(string path, bool resumes)
    {
        try
        {
            if (resumes)
            {
                return ImitationLearning.Resume(Path.Combine(path, ModelFile), scenario.CreateEnvironment());
            }

            // Everything is read before there is a folder.
            var imitation = new ImitationLearning(
                scenario.CreateEnvironment(), scenario.Expert.Path, scenario.Method, scenario.ModelType, scenario.HiddenSizes, scenario.Options, scenario.Seed);
            RunFolder.Create(path);
            File.Copy(source, Path.Combine(path, SourceFile));
            return imitation;
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            throw new ScenarioException([new ScenarioProblem(source, 0, exception.Message)]);
        }
    }

    private bool Train(ImitationLearning imitation, string path)
    {
        var progress = new EvaluationProgress(console, timeProvider, switches.ShowsProgress, "epochs");
        using var interruption = new Interruption(progress.Say);
        progress.Begin($"{scenario.Name}, seed {scenario.Seed}: {scenario.Method} of {imitation.Demonstrations.Episodes.Count} episodes, {imitation.Demonstrations.Steps} steps  {CommandPath.Of(path)}");
        string model = Path.Combine(path, ModelFile);
        ImitationResult result = imitation.Train(scenario.Epochs, scenario.BatchSize, new Saving(done =>
        {
            progress.Report(done, scenario.Epochs);
            if (done % EpochsBetweenSaves == 0)
            {
                imitation.Save(model);
            }
        }), interruption.Token);
        imitation.Save(model);
        return result.IsDone || result.Epochs.Count >= scenario.Epochs;
    }

    private void Finish(ImitationLearning imitation, string path)
    {
        DurableFolder.WriteFile(Path.GetFullPath(Path.Combine(path, CurveFile)), Encoding.UTF8.GetBytes(Curve(imitation.History)));
        if (imitation.Policy is ActorCriticPolicy)
        {
            string policies = Path.GetFullPath(Path.Combine(path, RunFolder.PoliciesFolder));
            Directory.CreateDirectory(policies);
            ParameterFile.Of(imitation.Policy, new Dictionary<string, string>(StringComparer.Ordinal) { ["method"] = imitation.Method }).Write(Path.Combine(policies, "expert.safetensors"));
        }

        ImitationEvaluation evaluation = imitation.Evaluate(scenario.EvaluationEpisodes);
        string? report = switches.WritesReport ? imitation.PlotLearningCurve(Path.Combine(path, ReportFile), evaluation) : null;
        if (switches.IsJson)
        {
            console.Output.WriteLine(Json(imitation, evaluation));
            return;
        }

        console.Output.WriteLine(imitation.Result());
        console.Output.WriteLine($"On the bars that the expert's record is of: {evaluation}");
        if (imitation.LinearReward is { } reward)
        {
            console.Output.WriteLine(reward);
        }

        console.Output.WriteLine($"Model   {CommandPath.Of(Path.Combine(path, ModelFile))}");
        if (report is not null)
        {
            console.Output.WriteLine($"Report  {CommandPath.Of(report)}");
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

    private static string Json(ImitationLearning imitation, ImitationEvaluation evaluation) => System.Text.Json.JsonSerializer.Serialize(new SortedDictionary<string, double?>(StringComparer.Ordinal)
    {
        ["epochs"] = imitation.History.Count,
        ["loss"] = imitation.History[^1].Loss,
        ["heldOutLoss"] = imitation.History[^1].HeldOutLoss,
        ["heldOutScore"] = imitation.History[^1].HeldOutScore,
        ["return"] = evaluation.MeanReturn,
        ["expertReturn"] = double.IsNaN(evaluation.ExpertMean) ? null : evaluation.ExpertMean,
        ["randomReturn"] = evaluation.RandomMean,
    });

    /// <summary>Saves on the training thread, so that the saved state is that of the reported epoch.</summary>
    private sealed class Saving(Action<int> afterEpoch) : IProgress<ImitationProgress>
    {
        public void Report(ImitationProgress value) => afterEpoch(value.Epochs);
    }
}
