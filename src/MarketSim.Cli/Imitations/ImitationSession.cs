using System.Globalization;
using MarketSim.Cli.Evaluations;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Experiments.Imitation;
using MarketSim.Learning.Imitation;
using MarketSim.Learning.Imitation.Methods;
using MarketSim.Reporting;
using MarketSim.Scenarios.Imitation;

namespace MarketSim.Cli.Imitations;

/// <summary>Carries a training from an expert's file from here to its end, or to the user's Ctrl-C.</summary>
internal sealed class ImitationSession(CommandConsole console, TimeProvider timeProvider, ImitationScenario scenario, string source, RunSettings settings)
{
    private const string ReportFile = "report.html";

    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(string? output, bool resumes)
    {
        string path = output ?? Path.Combine("runs", $"{scenario.Name}-{scenario.Seed.ToString(CultureInfo.InvariantCulture)}-{timeProvider.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
        ImitationRun run = resumes ? ImitationRun.Resume(scenario, source, path) : ImitationRun.Begin(scenario, source, path);
        bool isDone = await Task.Run(() => Train(run, path)).ConfigureAwait(false);
        if (!isDone)
        {
            await console.Error.WriteLineAsync($"marketsim: stopped; to continue: marketsim imitate {source} --output {CommandPath.Of(path)} --resume").ConfigureAwait(false);
            return ExitCode.Interrupted;
        }

        Finish(run, path);
        return ExitCode.Success;
    }

    private bool Train(ImitationRun run, string path)
    {
        var progress = new EvaluationProgress(console, timeProvider, settings.ShowsProgress, "epochs");
        using var interruption = new Interruption(progress.Say);
        progress.Begin($"{scenario.Name}, seed {scenario.Seed}: {scenario.Method} of {run.Learning.Demonstrations.Episodes.Count} episodes, {run.Learning.Demonstrations.Steps} steps  {CommandPath.Of(path)}");
        return run.Train(done => progress.Report(done, scenario.Epochs), interruption.Token);
    }

    private void Finish(ImitationRun run, string path)
    {
        run.WriteResults();
        ImitationLearning imitation = run.Learning;
        ImitationEvaluation evaluation = imitation.Evaluate(scenario.EvaluationEpisodes);
        string? report = settings.WritesReport ? imitation.PlotLearningCurve(Path.Combine(path, ReportFile), evaluation) : null;
        if (settings.IsJson)
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

        console.Output.WriteLine($"Model   {CommandPath.Of(run.ModelPath)}");
        if (report is not null)
        {
            console.Output.WriteLine($"Report  {CommandPath.Of(report)}");
        }
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
}
