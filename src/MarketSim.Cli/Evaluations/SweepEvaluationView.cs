using System.Text.Json;
using MarketSim.Cli.Results;
using MarketSim.Cli.Terminal;
using MarketSim.Experiments.Sweeps;
using MarketSim.Reporting.Evaluations;

namespace MarketSim.Cli.Evaluations;

/// <summary>Shows the results of an evaluation of several trainings: for each group that was evaluated all trainings together, and each beside its untrained self.</summary>
internal sealed class SweepEvaluationView(CommandConsole console)
{
    // As evaluations name the weights that a training began with.
    private const string Untrained = "untrained";

    public void Show(IReadOnlyList<SeedEvaluation> seeds, IReadOnlyList<PooledFigures> pooled, string table, string page)
    {
        int episodes = seeds[0].Policies.Max(row => row.Episodes);
        foreach (IGrouping<string, PooledFigures> group in pooled.GroupBy(row => row.Group, StringComparer.Ordinal))
        {
            console.Output.WriteLine();
            console.Output.WriteLine($"In the place of {group.Key}: change of wealth per episode after costs, {Figures.Whole(seeds.Count)} training seeds on the same {Figures.Whole(episodes)} episodes; deviations and 95 % intervals are of the seeds");
            Pooled(group).Write(console, "Nobody has played.");
            console.Output.WriteLine();
            string other = group.Select(row => row.Policy).Contains(Untrained, StringComparer.Ordinal) ? Untrained : group.Last().Policy;
            console.Output.WriteLine($"{group.Key} by training seed beside {other}, 95 % intervals over its episodes");
            BySeed(group.Key, other, seeds).Write(console, "Nobody has played.");
        }

        console.Output.WriteLine();
        console.Output.WriteLine(EvaluationText.SharpeNote);
        console.Output.WriteLine($"Table        {CommandPath.Of(table)}");
        console.Output.WriteLine($"Page         {CommandPath.Of(page)}");
    }

    /// <summary>One object, on one line.</summary>
    public static string ToJson(SweepFolder folder, EvaluationSettings settings, IReadOnlyList<SeedEvaluation> seeds, IReadOnlyList<PooledFigures> pooled) => JsonSerializer.Serialize(
        new
        {
            Sweep = folder.FullPath,
            Scenario = folder.Scenario.Name,
            MarketSeed = folder.Scenario.Seed,
            settings.Episodes,
            settings.FirstEpisode,
            Deterministic = settings.IsDeterministic,
            EvaluatedPolicyFigures.EpisodesPerYear,
            Seeds = seeds.Select(seed => new { seed.Seed, seed.Policies }),
            Pooled = pooled,
        },
        EvaluationText.Json);

    private static TextTable Pooled(IEnumerable<PooledFigures> rows)
    {
        var table = new TextTable("Policy", "Mean", "from", "to", "Deviation", "Sharpe p.a.", "Lead", "from", "to", "Min lead", "Ahead (95 %)");
        table.LeaveOut(EvaluationTables.PooledFile, 9, 4, 8, 7, 5, 3, 2);
        foreach (PooledFigures row in rows)
        {
            bool isTrained = row.Policy == EvaluatedPolicyFigures.Trained;
            string Compared(string text) => isTrained ? string.Empty : text;
            table.Add(
                row.Policy,
                EvaluationText.Money(row.Mean),
                EvaluationText.Money(row.MeanInterval.Lower),
                EvaluationText.Money(row.MeanInterval.Upper),
                EvaluationText.Money(row.Deviation),
                EvaluationText.Of(row.AnnualSharpe, "0.00"),
                Compared(EvaluationText.Money(row.Lead)),
                Compared(EvaluationText.Money(row.LeadInterval.Lower)),
                Compared(EvaluationText.Money(row.LeadInterval.Upper)),
                Compared(EvaluationText.Money(row.MinLead)),
                Compared($"{row.SeedsAhead} of {row.Seeds}"));
        }

        return table;
    }

    private static TextTable BySeed(string group, string other, IReadOnlyList<SeedEvaluation> seeds)
    {
        var table = new TextTable("Seed", "Mean", "from", "to", other, "Lead", "from", "to");
        table.LeaveOut(EvaluationTables.SummaryFile, 7, 6, 3, 2);
        foreach (SeedEvaluation seed in seeds)
        {
            EvaluatedPolicyFigures Row(string policy) => seed.Policies.First(row => row.Group == group && row.Policy == policy);
            EvaluatedPolicyFigures trained = Row(EvaluatedPolicyFigures.Trained);
            EvaluatedPolicyFigures compared = Row(other);
            table.Add(
                FormattableString.Invariant($"{seed.Seed}"),
                EvaluationText.Money(trained.Mean),
                EvaluationText.Money(trained.MeanInterval.Lower),
                EvaluationText.Money(trained.MeanInterval.Upper),
                EvaluationText.Money(compared.Mean),
                EvaluationText.Money(compared.Lead),
                EvaluationText.Money(compared.LeadInterval.Lower),
                EvaluationText.Money(compared.LeadInterval.Upper));
        }

        return table;
    }
}
