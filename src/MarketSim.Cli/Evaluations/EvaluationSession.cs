using MarketSim.Agents.Population;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Reporting.Evaluations;
using MarketSim.Simulation.Evaluation;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Cli.Evaluations;

/// <summary>Carries an evaluation from the saved policies to the tables, or to the user's Ctrl-C, which leaves nothing behind.</summary>
internal sealed class EvaluationSession(
    CommandConsole console, TimeProvider timeProvider, RunFolder folder, Scenario scenario, EvaluationSwitches switches)
{
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync()
    {
        ThrowIfNobodyLearns();
        using RunFolderLock folderLock = folder.Lock();
        IReadOnlyDictionary<string, FrozenPolicy> policies = ReadPolicies();
        var progress = new EvaluationProgress(console, timeProvider, switches.ShowsProgress);
        progress.Begin($"{scenario.Name}  {CommandPath.Of(folder.FullPath)}");
        using var interruption = new Interruption(progress.Say, InterruptionWords.OfEvaluation);
        IReadOnlyList<EvaluatedEpisode> played;
        try
        {
            played = await Task.Run(() => PolicyEvaluation.Run(scenario, policies, Options(progress, interruption.Token))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            progress.Say("stopped; nothing was written");
            return ExitCode.Interrupted;
        }

        IReadOnlyList<ContestantFigures> figures = ContestantFigures.Of(played, scenario.Seed);
        string page = EvaluationPage.Write(folder.FullPath, scenario.Name, played, figures, EvaluationNotes.Of(scenario));
        if (switches.IsJson)
        {
            await console.Output.WriteLineAsync(EvaluationView.ToJson(folder, scenario, switches, figures)).ConfigureAwait(false);
        }
        else
        {
            new EvaluationView(console).ShowEpisodes(figures, folder.PathOf(EvaluationTables.SummaryFile), page);
            foreach (string note in EvaluationNotes.Of(scenario))
            {
                console.Output.WriteLine($"Note         {note}");
            }
        }

        return ExitCode.Success;
    }

    private EvaluationOptions Options(EvaluationProgress progress, CancellationToken interrupt) => new()
    {
        Episodes = switches.Episodes,
        FirstEpisode = switches.FirstEpisode,
        Groups = switches.Groups,
        Threads = switches.Threads,
        IsDeterministic = switches.IsDeterministic,
        Progress = (done, total) => progress.Report(done, total),
        Interrupt = interrupt,
    };

    private void ThrowIfNobodyLearns()
    {
        string[] learning = [.. scenario.Agents.Where(group => group.Agent is LearningAgent { Frozen: null }).Select(group => group.Name)];
        if (learning.Length == 0)
        {
            throw new RunFolderException($"Nobody learns in the run {folder.FullPath}; there is no policy to evaluate. Give the folder of a run of a scenario that trains, e.g. market-school.");
        }

        if (switches.Groups?.FirstOrDefault(group => !learning.Contains(group, StringComparer.Ordinal)) is { } unknown)
        {
            throw new RunFolderException($"--group is {unknown}; the groups that learn in {scenario.Name} are {string.Join(", ", learning)}.");
        }
    }

    private IReadOnlyDictionary<string, FrozenPolicy> ReadPolicies()
    {
        try
        {
            return TrainedPolicies.Read(folder, scenario);
        }
        catch (InvalidDataException exception)
        {
            throw new RunFolderException($"{exception.Message} Restore the file, or train again.", exception);
        }
    }
}
