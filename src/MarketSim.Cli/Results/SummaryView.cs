using System.Globalization;
using MarketSim.Cli.Sessions;
using MarketSim.Cli.Terminal;
using MarketSim.Simulation.Output;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Scenarios;
using Spectre.Console;

namespace MarketSim.Cli.Results;

/// <summary>Shows what came of a run.</summary>
internal sealed class SummaryView(CommandConsole console, Scenario scenario)
{
    /// <summary>Columns below which a table of groups would break every cell.</summary>
    private const int NarrowestTable = 72;

    private readonly IAnsiConsole _rich = console.Rich();

    public void Show(RunResult result, string? report)
    {
        _rich.WriteLine();
        ShowFigures(result.Summary);
        if (result.Summary.Groups.Count > 0)
        {
            _rich.WriteLine();
            if (scenario.Training is not null)
            {
                _rich.Write(new Text("Groups: the last episode"));
                _rich.WriteLine();
            }

            ShowGroups(result.Summary.Groups);
        }

        foreach (string note in result.Summary.Notes)
        {
            _rich.WriteLine();
            _rich.Write(new Text($"Note: {note}"));
            _rich.WriteLine();
        }

        // Not through the layout: paths and digests are to be copied in one piece, however narrow the terminal is.
        console.Output.WriteLine();
        console.Output.WriteLine($"Fingerprint  {result.Summary.Fingerprint}");
        console.Output.WriteLine($"State digest {result.Summary.StateDigest}");
        console.Output.WriteLine($"Run folder   {CommandPath.Of(result.Folder)}");
        if (report is not null)
        {
            console.Output.WriteLine($"Report       {CommandPath.Of(report)}");
        }
    }

    private void ShowFigures(RunSummary summary)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Add(grid, "Scenario", $"{summary.Scenario}, seed {Text(summary.Seed, "0")}");
        Add(grid, "Status", summary.Status switch
        {
            RunStatus.Finished => "finished",
            RunStatus.Interrupted => $"interrupted at tick {Text(summary.Ticks, "N0")} of {Text(scenario.TickCount, "N0")}",
            RunStatus.Failed => "failed",
            _ => "running",
        });
        Add(grid, "Ticks", $"{Text(summary.Ticks, "N0")} of {Text(summary.TickNanoseconds / 1e6, "#,0.######")} ms");
        Add(grid, "Duration", $"{Text(summary.WallSeconds, "N2")} s, {Rate(summary.Ticks, summary)} ticks/s, {Rate(summary.Messages, summary)} messages/s");
        Add(grid, "Agents", summary.AgentFailures == 0
            ? Text(summary.Agents, "N0")
            : $"{Text(summary.Agents, "N0")}, which failed {Text(summary.AgentFailures, "N0")} times");
        Add(grid, "Orders", Text(summary.Orders, "N0"));
        Add(grid, "Trades", Text(summary.Trades, "N0"));
        Add(grid, "Volume", Text(summary.Volume, "#,0.########"));
        _rich.Write(grid);
    }

    private void ShowGroups(IReadOnlyList<GroupResult> groups)
    {
        if (_rich.Profile.Width < NarrowestTable)
        {
            foreach (GroupResult group in groups)
            {
                _rich.Write(new Text($"{group.Name} ({group.Strategy}): {Text(group.Agents, "N0")} agents, profit {Text(group.Profit, "N2")}, {Text(group.Trades, "N0")} trades"));
                _rich.WriteLine();
            }

            return;
        }

        bool anyFailed = groups.Any(group => group.Failures > 0);
        Table table = new Table().Border(_rich.Profile.Capabilities.Unicode ? TableBorder.Rounded : TableBorder.Ascii);
        table.AddColumn("Group").AddColumn("Strategy");
        foreach (string title in Row("Agents", "Profit", "Inventory", "Orders", "Fills", "Failures", anyFailed))
        {
            table.AddColumn(new TableColumn(title).RightAligned().NoWrap());
        }

        foreach (GroupResult group in groups)
        {
            IEnumerable<string> figures = Row(
                Text(group.Agents, "N0"),
                Text(group.Profit, "N2"),
                Text(group.Inventory, "#,0.########"),
                Text(group.Orders, "N0"),
                Text(group.Trades, "N0"),
                Text(group.Failures, "N0"),
                anyFailed);
            table.AddRow([new Text(group.Name), new Text(group.Strategy), .. figures.Select(figure => new Text(figure))]);
        }

        _rich.Write(table);
    }

    private static IEnumerable<string> Row(string agents, string profit, string inventory, string orders, string fills, string failures, bool anyFailed)
    {
        string[] figures = [agents, profit, inventory, orders, fills];
        return anyFailed ? figures.Append(failures) : figures;
    }

    private static void Add(Grid grid, string label, string value) => grid.AddRow(new Text(label), new Text(value));

    private static string Rate(long count, RunSummary summary) =>
        summary.WallSeconds > 0 ? Text(count / summary.WallSeconds, "N0") : "-";

    private static string Text(IFormattable value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
