using System.Text.Json;
using MarketSim.Cli.Results;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Reporting.Evaluations;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Cli.Evaluations;

/// <summary>Shows what came of an evaluation: a table for each group that was judged.</summary>
internal sealed class EvaluationView(CommandConsole console)
{
    public void Show(IReadOnlyList<ContestantFigures> figures, string table, string page)
    {
        foreach (IGrouping<string, ContestantFigures> group in figures.GroupBy(row => row.Group, StringComparer.Ordinal))
        {
            console.Output.WriteLine();
            console.Output.WriteLine($"In the place of {group.Key}: change of wealth per episode after costs, {Figures.Whole(group.Max(row => row.Episodes))} episodes, 95 % intervals");
            Table(group).Write(console, "Nobody has played.");
        }

        console.Output.WriteLine();
        console.Output.WriteLine(EvaluationText.SharpeNote);
        console.Output.WriteLine($"Table        {CommandPath.Of(table)}");
        console.Output.WriteLine($"Page         {CommandPath.Of(page)}");
    }

    /// <summary>One object, on one line.</summary>
    public static string ToJson(RunFolder folder, Scenario scenario, EvaluationSwitches switches, IReadOnlyList<ContestantFigures> figures) => JsonSerializer.Serialize(
        new
        {
            Run = folder.FullPath,
            Scenario = scenario.Name,
            scenario.Seed,
            switches.Episodes,
            switches.FirstEpisode,
            Deterministic = switches.IsDeterministic,
            ContestantFigures.EpisodesPerYear,
            Contestants = figures,
        },
        EvaluationText.Json);

    private static TextTable Table(IEnumerable<ContestantFigures> rows)
    {
        var table = new TextTable("Contestant", "Mean", "from", "to", "Deviation", "Sharpe p.a.", "Drawdown", "Turnover", "Lead", "from", "to");
        foreach (ContestantFigures row in rows)
        {
            bool isTrained = row.Contestant == ContestantFigures.Trained;
            table.Add(
                row.Contestant,
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
