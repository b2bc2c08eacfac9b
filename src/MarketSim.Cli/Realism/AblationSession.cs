using System.Globalization;
using MarketSim.Cli.Results;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Cluster.Clients;
using MarketSim.Reporting;
using MarketSim.Reporting.Realism;
using MarketSim.Scenarios;

namespace MarketSim.Cli.Realism;

/// <summary>Runs a scenario whole and without each of its mechanisms, and shows which facts each one is needed for.</summary>
/// <param name="only">Names of mechanisms; null for all.</param>
internal sealed class AblationSession(CommandConsole console, Scenario scenario, IReadOnlyList<ulong> seeds, IReadOnlyList<string>? only, int jobs, string? output)
{
    private const string TableName = "ablations.md";

    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run()
    {
        IReadOnlyList<Ablation> known = Ablation.Of(scenario);
        foreach (string name in only ?? [])
        {
            if (!known.Any(ablation => ablation.Name == name))
            {
                throw new WrongUseException($"--only: {name} is no mechanism of {scenario.Name}; known are {string.Join(", ", known.Select(ablation => ablation.Name))}.");
            }
        }

        Ablation[] ablations = [.. known.Where(ablation => only?.Contains(ablation.Name, StringComparer.Ordinal) ?? true)];
        string path = output ?? Path.Combine("runs", $"ablate-{RunNames.Plain(scenario.Name)}");
        string folder = ResultFolder.Prepare(path, path);
        using var interruption = new Interruption(Say, InterruptionMessages.OfSweep);
        try
        {
            var rows = new List<(string Name, string TakenOut, string Expected, IReadOnlyList<RealismRow> Facts)>
            {
                ("nothing", "the scenario as it is", string.Empty, Facts("whole", scenario, interruption.Token)),
            };
            foreach (Ablation ablation in ablations)
            {
                rows.Add((ablation.Name, ablation.TakenOut, ablation.Expected, Facts(ablation.Name, ablation.Without, interruption.Token)));
            }

            string[] lines = [.. Lines(rows)];
            string file = Path.Combine(folder, TableName);
            File.WriteAllLines(file, lines);
            Array.ForEach(lines, console.Output.WriteLine);
            console.Output.WriteLine(file);
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            Say("stopped; nothing was written");
            return ExitCode.Interrupted;
        }
    }

    private IReadOnlyList<RealismRow> Facts(string name, Scenario changed, CancellationToken interrupt)
    {
        var study = new RealismStudy(name);
        study.Simulate(changed, seeds, jobs, seed => Say(string.Create(CultureInfo.InvariantCulture, $"{name}: seed {seed}")), interrupt);
        return study.Rows();
    }

    // A fact is lost where it held in most seeds and without the mechanism holds in fewer than half as many.
    private static IEnumerable<string> Lines(List<(string Name, string TakenOut, string Expected, IReadOnlyList<RealismRow> Facts)> rows)
    {
        IReadOnlyList<RealismRow> whole = rows[0].Facts;
        yield return $"| taken out | what that is | expected to be lost | {string.Join(" | ", whole.Select(fact => fact.Name))} | lost |";
        yield return $"|{string.Concat(Enumerable.Repeat("---|", whole.Count + 4))}";
        foreach ((string name, string takenOut, string expected, IReadOnlyList<RealismRow> facts) in rows)
        {
            string[] lost = [.. facts.Where((fact, i) => whole[i].Met * 2 > whole[i].Runs && fact.Met * 2 < whole[i].Met).Select(fact => fact.Name)];
            yield return $"| {name} | {takenOut} | {expected} | {string.Join(" | ", facts.Select(Cell))} | {(lost.Length == 0 ? "nothing" : string.Join("; ", lost))} |";
        }
    }

    private static string Cell(RealismRow fact) => double.IsFinite(fact.Mean)
        ? string.Create(CultureInfo.InvariantCulture, $"{fact.Mean:0.00}, {fact.Met}/{fact.Runs}")
        : string.Create(CultureInfo.InvariantCulture, $"{fact.Met}/{fact.Runs}");

    private void Say(string message) => console.Error.WriteLine($"marketsim: {message}");
}
