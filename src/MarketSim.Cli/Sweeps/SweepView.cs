using System.Text.Json;
using MarketSim.Cli.Results;
using MarketSim.Cli.Terminal;
using MarketSim.Experiments.Sweeps;

namespace MarketSim.Cli.Sweeps;

/// <summary>Shows the results of a sweep as they come, and what they have in common at the end.</summary>
internal sealed class SweepView(CommandConsole console, int total, bool isShown)
{
    private int _ended;

    /// <param name="ended">Runs that had finished before.</param>
    public void Begin(string scenario, int ended, string folder)
    {
        _ended = ended;
        if (isShown)
        {
            string before = ended > 0 ? $", {Figures.Whole(ended)} of them finished before" : string.Empty;
            console.Output.WriteLine($"{scenario}  {Figures.Whole(total)} seeds{before}  {CommandPath.Of(folder)}");
        }
    }

    public void Add(SweepResult result)
    {
        _ended++;
        if (!isShown)
        {
            return;
        }

        string head = $"{Figures.Whole(_ended)}/{Figures.Whole(total)}  seed {result.Seed}  {result.Status.ToString().ToLowerInvariant()}";
        console.Output.WriteLine(result.IsFinished
            ? $"{head}  {Whole(result, "orders")} orders  {Whole(result, "trades")} trades  {result.Fingerprint[..Math.Min(12, result.Fingerprint.Length)]}"
            : $"{head}: {result.Message}");
    }

    /// <param name="curves">Page of the learning curves; null where no agent learns.</param>
    public void End(IReadOnlyList<SweepFigure> figures, string path, string? curves)
    {
        console.Output.WriteLine();
        var table = new TextTable("Figure", "Mean", "Deviation", "Min", "Max", "Runs");
        foreach (SweepFigure figure in figures)
        {
            table.Add(figure.Name, Text(figure.Mean), Text(figure.Deviation), Text(figure.Min), Text(figure.Max), Figures.Whole(figure.Count));
        }

        table.Write(console, "No run has finished.");
        console.Output.WriteLine($"Results      {CommandPath.Of(path)}");
        if (curves is not null)
        {
            console.Output.WriteLine($"Curves       {CommandPath.Of(curves)}");
        }
    }

    /// <summary>One object, on one line.</summary>
    public static string ToJson(SweepFolder folder, IReadOnlyList<ulong> seeds, IReadOnlyList<SweepFigure> figures, string? curves)
    {
        var wanted = seeds.ToHashSet();
        return JsonSerializer.Serialize(
            new
            {
                Sweep = folder.Name,
                Folder = folder.FullPath,
                Curves = curves,
                Seeds = seeds.Count,
                Finished = folder.Table.Results.Count(result => wanted.Contains(result.Seed) && result.IsFinished),
                Figures = figures,
                Runs = folder.Table.Results.Where(result => wanted.Contains(result.Seed)).Select(result => new
                {
                    result.Seed,
                    Status = result.Status.ToString().ToLowerInvariant(),
                    result.Fingerprint,
                    result.StateDigest,
                    result.Message,
                    Figures = result.Figures.ToDictionary(figure => figure.Key, figure => figure.Value, StringComparer.Ordinal),
                }),
            },
            JsonSerializerOptions.Web);
    }

    private static string Whole(SweepResult result, string figure) =>
        result.Figures.FirstOrDefault(candidate => candidate.Key == figure) is { Key: not null } found ? Figures.Whole((long)found.Value) : "?";

    private static string Text(double value) => Figures.Number(value, Math.Abs(value) switch { 0 => "0", < 0.1 => "0.#####", < 100 => "0.###", _ => "N1" });
}
