using MarketSim.Agents.Population;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Experiments.Sweeps;
using MarketSim.Reporting.Evaluations;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Cli.Evaluations;

/// <summary>Carries an evaluation from the saved policies to the tables, or to the user's Ctrl-C, which leaves nothing behind.</summary>
internal sealed class EvaluationSession(CommandConsole console, TimeProvider timeProvider, EvaluationSettings settings)
{
    /// <summary>Evaluates the policies of one run.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(RunFolder folder)
    {
        Scenario scenario = ScenarioReader.ReadFile(folder.PathOf(RunFolder.ScenarioFile));
        IReadOnlyList<string> learning = TrainedPolicies.GroupsThatLearn(scenario);
        if (learning.Count == 0)
        {
            throw new RunFolderException($"Nobody learns in the run {folder.FullPath}; there is no policy to evaluate. Give the folder of a run of a scenario that trains, e.g. multi-agent-training.");
        }

        ThrowIfUnknown(scenario, learning);
        using RunFolderLock? folderLock = ResultFolder.Lock(folder.Lock, settings.Output);
        string output = ResultFolder.Prepare(settings.Output, folder.FullPath);
        if (await PlayAsync(folder.FullPath, [(folder, scenario)], scenario.Seed).ConfigureAwait(false) is not [var played])
        {
            return ExitCode.Interrupted;
        }

        string page = EvaluationPage.Write(output, scenario.Name, played.Episodes, played.Policies, EvaluationCaveats.Of(scenario));
        if (settings.IsJson)
        {
            await console.Output.WriteLineAsync(EvaluationView.ToJson(folder, scenario, settings, played.Policies)).ConfigureAwait(false);
        }
        else
        {
            new EvaluationView(console).ShowEpisodes(played.Policies, Path.Combine(output, EvaluationTables.SummaryFile), page);
            foreach (string note in EvaluationCaveats.Of(scenario))
            {
                console.Output.WriteLine($"Note         {note}");
            }
        }

        return ExitCode.Success;
    }

    /// <summary>Evaluates the policies of every seed of a sweep on the same markets.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(TrainedSweep sweep)
    {
        Scenario scenario = sweep.Folder.Scenario;
        ThrowIfUnknown(scenario, TrainedPolicies.GroupsThatLearn(scenario));
        string path = sweep.Folder.FullPath;
        using RunFolderLock? folderLock = ResultFolder.Lock(sweep.Folder.Lock, settings.Output);
        string output = ResultFolder.Prepare(settings.Output, path);
        IReadOnlyList<SeedEvaluation> seeds = await PlayAsync(path, [.. sweep.Runs.Select(run => (run.Folder, run.Scenario))], scenario.Seed).ConfigureAwait(false);
        if (seeds.Count == 0)
        {
            return ExitCode.Interrupted;
        }

        IReadOnlyList<PooledFigures> pooled = PooledFigures.Of(seeds);
        string page = SeedEvaluationPage.Write(output, scenario.Name, seeds, pooled);
        if (settings.IsJson)
        {
            await console.Output.WriteLineAsync(SweepEvaluationView.ToJson(sweep.Folder, settings, seeds, pooled)).ConfigureAwait(false);
        }
        else
        {
            new SweepEvaluationView(console).Show(seeds, pooled, Path.Combine(output, EvaluationTables.PooledFile), page);
        }

        return ExitCode.Success;
    }

    /// <returns>One per training; empty when the user has stopped it.</returns>
    private async Task<IReadOnlyList<SeedEvaluation>> PlayAsync(string path, IReadOnlyList<(RunFolder Folder, Scenario Scenario)> trainings, ulong marketSeed)
    {
        IReadOnlyDictionary<string, FrozenPolicy>[] policies = [.. trainings.Select(training => ReadPolicies(training.Folder, training.Scenario))];
        var progress = new EvaluationProgress(console, timeProvider, settings.ShowsProgress);
        progress.Begin($"{trainings[0].Scenario.Name}  {CommandPath.Of(path)}");
        using var interruption = new Interruption(progress.Say, InterruptionMessages.OfEvaluation);
        try
        {
            var seeds = new List<SeedEvaluation>();
            for (int training = 0; training < trainings.Count; training++)
            {
                Scenario scenario = trainings[training].Scenario;
                int before = training;
                EvaluationOptions options = Options(marketSeed, (done, all) => progress.Report((before * all) + done, trainings.Count * all), interruption.Token);
                IReadOnlyList<EvaluatedEpisode> played = await Task.Run(() => MarketPolicyEvaluation.Run(scenario, policies[before], options)).ConfigureAwait(false);
                seeds.Add(new SeedEvaluation(scenario.Seed, played, EvaluatedPolicyFigures.Of(played, scenario.Seed)));
            }

            return seeds;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            progress.Say("stopped; nothing was written");
            return [];
        }
    }

    private EvaluationOptions Options(ulong marketSeed, Action<int, int> progress, CancellationToken interrupt) => new()
    {
        Episodes = settings.Episodes,
        FirstEpisode = settings.FirstEpisode,
        MarketSeed = marketSeed,
        Groups = settings.Groups,
        Against = settings.Against,
        Threads = settings.Threads,
        IsDeterministic = settings.IsDeterministic,
        Progress = progress,
        Interrupt = interrupt,
    };

    private void ThrowIfUnknown(Scenario scenario, IReadOnlyList<string> learning)
    {
        if (settings.Groups?.FirstOrDefault(group => !learning.Contains(group, StringComparer.Ordinal)) is { } unknown)
        {
            throw new WrongUseException($"--group is {unknown}; the groups that learn in {scenario.Name} are {string.Join(", ", learning)}.");
        }

        IReadOnlyList<string> others = MarketPolicyEvaluation.OthersIn(scenario);
        if (settings.Against?.FirstOrDefault(name => !others.Contains(name, StringComparer.Ordinal)) is { } nobody)
        {
            throw new WrongUseException($"--against is {nobody}; policies of {scenario.Name} can be compared with {string.Join(", ", others)}.");
        }
    }

    private static IReadOnlyDictionary<string, FrozenPolicy> ReadPolicies(RunFolder folder, Scenario scenario)
    {
        try
        {
            return TrainedPolicies.Read(folder, scenario);
        }
        catch (InvalidDataException exception)
        {
            throw RunFolderException.Damaged(exception);
        }
    }
}
