using System.Text.Json;
using MarketSim.Cli.Results;
using MarketSim.Cli.Terminal;
using MarketSim.Reporting.Evaluations;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Simulation.Evaluation;

namespace MarketSim.Cli.Evaluations;

/// <summary>Shows the results of an evaluation: a table for each group that was evaluated.</summary>
internal sealed class EvaluationView(CommandConsole console)
{
    /// <summary>Shows the results on markets.</summary>
    public void ShowEpisodes(IReadOnlyList<EvaluatedPolicyFigures> figures, string table, string page)
    {
        ShowTables(figures, group => $"In the place of {group.Key}: change of wealth per episode after costs, {Figures.Whole(group.Max(row => row.Episodes))} episodes, 95 % intervals");
        console.Output.WriteLine();
        console.Output.WriteLine(EvaluationText.SharpeNote);
        ShowPlaces(table, page);
    }

    /// <summary>Shows the results on test bars.</summary>
    /// <param name="explanation">Explanation of the numbers.</param>
    public void ShowBars(IReadOnlyList<EvaluatedPolicyFigures> figures, string explanation, string table, string? page)
    {
        ShowTables(figures, group => $"{group.Key} on unseen bars");
        console.Output.WriteLine();
        console.Output.WriteLine(explanation);
        ShowPlaces(table, page);
    }

    private void ShowTables(IReadOnlyList<EvaluatedPolicyFigures> figures, Func<IGrouping<string, EvaluatedPolicyFigures>, string> title)
    {
        foreach (IGrouping<string, EvaluatedPolicyFigures> group in figures.GroupBy(row => row.Group, StringComparer.Ordinal))
        {
            console.Output.WriteLine();
            console.Output.WriteLine(title(group));
            Table(group).Write(console, "Nobody has played.");
        }
    }

    private void ShowPlaces(string table, string? page)
    {
        console.Output.WriteLine($"Table        {CommandPath.Of(table)}");
        if (page is not null)
        {
            console.Output.WriteLine($"Page         {CommandPath.Of(page)}");
        }
    }

    /// <summary>One object, on one line.</summary>
    public static string ToJson(RunFolder folder, Scenario scenario, EvaluationSettings settings, IReadOnlyList<EvaluatedPolicyFigures> figures) => ToJson(
        new
        {
            Run = folder.FullPath,
            Scenario = scenario.Name,
            scenario.Seed,
            settings.Episodes,
            settings.FirstEpisode,
            Deterministic = settings.IsDeterministic,
            EvaluatedPolicyFigures.EpisodesPerYear,
            Notes = EvaluationCaveats.Of(scenario),
            Policies = figures,
        });

    /// <summary>One object, on one line; what is not known is null.</summary>
    public static string ToJson<T>(T evaluation) => JsonSerializer.Serialize(evaluation, EvaluationText.Json);

    private static TextTable Table(IEnumerable<EvaluatedPolicyFigures> rows)
    {
        var table = new TextTable("Policy", "Mean", "from", "to", "Deviation", "Sharpe p.a.", "Drawdown", "Turnover", "Lead", "from", "to");
        table.LeaveOut(EvaluationTables.SummaryFile, 7, 4, 6, 10, 9, 5, 3, 2);
        foreach (EvaluatedPolicyFigures row in rows)
        {
            bool isTrained = row.Policy == EvaluatedPolicyFigures.Trained;
            table.Add(
                row.Policy,
                EvaluationText.Money(row.Mean),
                EvaluationText.Money(row.MeanInterval.Lower),
                EvaluationText.Money(row.MeanInterval.Upper),
                EvaluationText.Money(row.Deviation),
                EvaluationText.Of(row.AnnualSharpe, "0.00"),
                EvaluationText.Money(row.Drawdown),
                EvaluationText.Of(row.Turnover, "N0"),
                isTrained ? string.Empty : EvaluationText.Money(row.Lead),
                isTrained ? string.Empty : EvaluationText.Money(row.LeadInterval.Lower),
                isTrained ? string.Empty : EvaluationText.Money(row.LeadInterval.Upper));
        }

        return table;
    }
}
