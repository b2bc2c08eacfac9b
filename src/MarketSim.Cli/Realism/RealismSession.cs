using System.Globalization;
using MarketSim.Cli.Results;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Clients;
using MarketSim.Experiments.Realism;
using MarketSim.Experiments.Sweeps;
using MarketSim.Market.Venues;
using MarketSim.Reporting;
using MarketSim.Reporting.Realism;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Realism;

/// <param name="Seeds">Null for those that the source has, or 1 to 5.</param>
/// <param name="Output">Null for the usual folder.</param>
/// <param name="Jobs">Runs at the same time, at least 1.</param>
/// <param name="IsInMemory">Whether runs leave no folders.</param>
/// <param name="Sessions">Trading days of each run; null for the scenario's own length.</param>
/// <param name="Against">A file of a real series; null for none.</param>
internal sealed record RealismSettings(IReadOnlyList<ulong>? Seeds, string? Output, int Jobs, string? Against, bool HalvesTick, bool IsInMemory, int? Sessions, bool IsJson);

/// <summary>Runs what has to be run, evaluates it, and shows and writes the results.</summary>
/// <param name="read">Finds the scenario that a user names.</param>
internal sealed class RealismSession(CommandConsole console, TimeProvider timeProvider, RealismSettings settings, Func<string, Scenario> read)
{
    private const string PageName = "realism.html";
    private const string JsonName = "realism.json";

    private static readonly IReadOnlyList<ulong> UsualSeeds = [1, 2, 3, 4, 5];

    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(string source)
    {
        if (File.Exists(Path.Combine(source, RunFolder.SummaryFile)))
        {
            RequireNoRuns(source);
            RunFolder folder = RunFolder.Open(source);
            var study = new RealismStudy(Path.GetFileName(folder.FullPath));
            study.Add(folder.FullPath);
            return Show(study, ResultFolder.Prepare(settings.Output, folder.FullPath));
        }

        if (SweepFolder.Exists(source))
        {
            SweepFolder sweep = SweepFolder.Open(source);
            ulong[] finished = [.. sweep.Table.Results.Where(result => result.IsFinished).Select(result => result.Seed)];
            if (finished.Length == 0)
            {
                throw new RunFolderException($"No run of the sweep in {sweep.FullPath} has finished; continue with marketsim sweep, and try again.");
            }

            // A sweep keeps numbers, not tables; a seed gives the same run again.
            return await RunScenarioAsync(sweep.Scenario, settings.Seeds ?? finished, settings.Output ?? Path.Combine(sweep.FullPath, "realism")).ConfigureAwait(false);
        }

        Scenario scenario = read(source);
        return await RunScenarioAsync(scenario, settings.Seeds ?? UsualSeeds, settings.Output ?? Path.Combine("runs", $"realism-{RunNames.Plain(scenario.Name)}")).ConfigureAwait(false);
    }

    private void RequireNoRuns(string source)
    {
        if (settings.Seeds is not null || settings.HalvesTick || settings.Sessions is not null)
        {
            throw new WrongUseException($"{source} is the folder of one run, so that --seeds, --sessions and --halve-tick have nothing to run; give the scenario in its place.");
        }
    }

    private async Task<int> RunScenarioAsync(Scenario scenario, IReadOnlyList<ulong> seeds, string output)
    {
        string folder = ResultFolder.Prepare(output, output);
        Scenario measured = MeasuredRuns.Measured(settings.Sessions is { } sessions ? RealismStudy.OverSessions(scenario, sessions) : scenario);
        var measuring = new MeasuredRuns(timeProvider, settings.Jobs, settings.IsJson ? null : Say);
        using var interruption = new Interruption(Say, InterruptionMessages.OfSweep);
        try
        {
            var study = new RealismStudy(scenario.Name);
            await AddAsync(study, measuring, measured, seeds, folder, interruption.Token).ConfigureAwait(false);
            if (settings.HalvesTick)
            {
                TradingSession session = measured.Market.Session;
                long half = Math.Max(1, session.TickNanoseconds / 2);
                Scenario halved = measured with { Seed = seeds[0], Market = measured.Market with { Session = new TradingSession(session.Open, session.Close, half) } };
                study.AddVariant("half the tick", await measuring.RunAsync(halved, folder, "half-tick-seed", interruption.Token).ConfigureAwait(false));
            }

            return Show(study, folder);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            Say($"stopped; the same command continues: --output {CommandPath.Of(folder)}");
            return ExitCode.Interrupted;
        }
    }

    private async Task AddAsync(RealismStudy study, MeasuredRuns measuring, Scenario measured, IReadOnlyList<ulong> seeds, string folder, CancellationToken interrupt)
    {
        if (settings.IsInMemory)
        {
            study.Simulate(measured, seeds, settings.Jobs, settings.IsJson ? null : seed => Say(string.Create(CultureInfo.InvariantCulture, $"{measured.Name} seed {seed}")), interrupt);
            return;
        }

        string[] runs = new string[seeds.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, seeds.Count),
            new ParallelOptions { MaxDegreeOfParallelism = settings.Jobs, CancellationToken = interrupt },
            async (index, _) => runs[index] = await measuring.RunAsync(measured with { Seed = seeds[index] }, folder, "seed", interrupt).ConfigureAwait(false)).ConfigureAwait(false);
        Array.ForEach(runs, study.Add);
    }

    private int Show(RealismStudy study, string folder)
    {
        if (settings.Against is { } file)
        {
            study.SetReal(file);
        }

        IReadOnlyList<RealismRow> rows = study.Rows();
        string page = study.Write(Path.Combine(folder, PageName));
        string json = study.ToJson();
        File.WriteAllText(Path.Combine(folder, JsonName), json);
        if (settings.IsJson)
        {
            console.Output.WriteLine(json);
        }
        else
        {
            Write(rows);
            console.Output.WriteLine(page);
        }

        return rows.Any(row => row.Evaluated > 0 && row.Met * 5 < row.Evaluated * 4) ? ExitCode.Failed : ExitCode.Success;
    }

    private void Write(IReadOnlyList<RealismRow> rows)
    {
        bool hasReal = rows.Any(row => row.RealValue is not null);
        string[] variants = [.. rows[0].Variants.Select(variant => variant.Label)];
        var table = new TextTable(["fact", "verdict", "mean [95 %]", .. hasReal ? ["beside it"] : Array.Empty<string>(), .. variants, "gate", "real markets"]);
        foreach (RealismRow row in rows)
        {
            string found = row.Runs == 1 ? row.Found[0] : row.Summary;
            table.Add([row.Name, row.Verdict, found, .. hasReal ? [row.RealValue ?? "–"] : Array.Empty<string>(), .. row.Variants.Select(variant => variant.Found), row.Gate, row.RealMarkets]);
        }

        table.Write(console, "No facts.");
    }

    private void Say(string message) => console.Error.WriteLine($"marketsim: {message}");
}
