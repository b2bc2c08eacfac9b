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
            var table = new AblationTable(Facts("whole", scenario, interruption.Token));
            foreach (Ablation ablation in ablations)
            {
                table.Add(ablation, Facts(ablation.Name, ablation.Without, interruption.Token));
            }

            string file = Path.Combine(folder, TableName);
            File.WriteAllLines(file, table.Lines);
            foreach (string line in table.Lines)
            {
                console.Output.WriteLine(line);
            }

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

    private void Say(string message) => console.Error.WriteLine($"marketsim: {message}");
}
