using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MarketSim.Cli.Results;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Evaluations;
using MarketSim.Simulation.Evaluation;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Cli.Evaluations;

/// <summary>Shows what came of an evaluation: a table for each group that was judged.</summary>
internal sealed class EvaluationView(CommandConsole console)
{
    // What is not known is null.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new UnknownNumberConverter() } };

    /// <summary>Of a market.</summary>
    public void ShowEpisodes(IReadOnlyList<ContestantFigures> figures, string table, string page) =>
        Show(figures, group => $"In the place of {group.Key}: change of wealth per episode after costs, {Figures.Whole(group.Max(row => row.Episodes))} episodes, 95 % intervals", table, page);

    /// <param name="title">Of a group's table.</param>
    public void Show(IReadOnlyList<ContestantFigures> figures, Func<IGrouping<string, ContestantFigures>, string> title, string table, string? page)
    {
        foreach (IGrouping<string, ContestantFigures> group in figures.GroupBy(row => row.Group, StringComparer.Ordinal))
        {
            console.Output.WriteLine();
            console.Output.WriteLine(title(group));
            Table(group).Write(console, "Nobody has played.");
        }

        console.Output.WriteLine();
        console.Output.WriteLine($"Table        {CommandPath.Of(table)}");
        if (page is not null)
        {
            console.Output.WriteLine($"Page         {CommandPath.Of(page)}");
        }
    }

    /// <summary>One object, on one line.</summary>
    public static string ToJson(RunFolder folder, Scenario scenario, EvaluationSwitches switches, IReadOnlyList<ContestantFigures> figures) => ToJson(
        new
        {
            Run = folder.FullPath,
            Scenario = scenario.Name,
            scenario.Seed,
            switches.Episodes,
            switches.FirstEpisode,
            Deterministic = switches.IsDeterministic,
            Notes = EvaluationNotes.Of(scenario),
            Contestants = figures,
        });

    /// <summary>One object, on one line; what is not known is null.</summary>
    public static string ToJson<T>(T evaluation) => JsonSerializer.Serialize(evaluation, Json);

    private static TextTable Table(IEnumerable<ContestantFigures> rows)
    {
        var table = new TextTable("Contestant", "Mean", "from", "to", "Deviation", "Sharpe", "Drawdown", "Turnover", "Lead", "from", "to");
        foreach (ContestantFigures row in rows)
        {
            bool isTrained = row.Contestant == ContestantFigures.Trained;
            table.Add(
                row.Contestant,
                Money(row.Mean),
                Money(row.MeanInterval.Lower),
                Money(row.MeanInterval.Upper),
                Money(row.Deviation),
                Text(row.Sharpe, "0.000"),
                Money(row.Drawdown),
                Text(row.Turnover, "N0"),
                isTrained ? string.Empty : Money(row.Lead),
                isTrained ? string.Empty : Money(row.LeadInterval.Lower),
                isTrained ? string.Empty : Money(row.LeadInterval.Upper));
        }

        return table;
    }

    private static string Money(double value) => Text(value, Math.Abs(value) >= 10_000 ? "N0" : "N2");

    private static string Text(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "-";

    private sealed class UnknownNumberConverter : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
