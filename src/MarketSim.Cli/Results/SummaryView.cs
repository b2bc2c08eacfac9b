using System.Globalization;
using MarketSim.Cli.Terminal;
using MarketSim.Market.Venues;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;
using Spectre.Console;

namespace MarketSim.Cli.Results;

/// <summary>Shows the results of a run.</summary>
internal sealed class SummaryView(CommandConsole console, Scenario scenario)
{
    /// <summary>Columns below which a table of groups would break every cell.</summary>
    private const int MinTableWidth = 72;

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

            ShowGroups(result.Summary);
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
        Add(grid, "Funds", Funds());
        Add(grid, "Orders", Text(summary.Orders, "N0"));
        Add(grid, "Trades", Text(summary.Trades, "N0"));
        Add(grid, "Volume", Text(summary.Volume, "#,0.########"));
        if (summary.Venue is { SelfTrades: > 0 } allowed)
        {
            Add(grid, "Self-trades", $"{Text(allowed.SelfTrades, "N0")} of these trades; market.selfTrade prevents them");
        }

        if (summary.Venue is { SelfTradeCancels: > 0 } prevented)
        {
            Add(grid, "Self-trades", $"prevented, {Text(prevented.SelfTradeCancels, "N0")} orders cancelled or shortened");
        }

        _rich.Write(grid);
    }

    private string Funds()
    {
        FundsRule[] rules = [.. scenario.Agents.Select(static group => group.Funds).Distinct()];
        return rules switch
        {
            [{ Kind: FundsKind.Unlimited }] => "unlimited: agents may owe cash and inventory (funds: limited forbids it, funds: margin bounds it)",
            [var one] => Words(one),
            _ => string.Join("; ", rules.Where(static rule => rule.Kind != FundsKind.Unlimited).Select(rule => $"{Words(rule)} ({Groups(rule)})"))
                + (rules.Contains(FundsRule.Unlimited) ? "; the other agents may owe cash and inventory" : string.Empty),
        };

        static string Words(FundsRule rule) => rule.Kind == FundsKind.Limited
            ? "limited: agents trade what they have"
            : $"margin: positions up to {Text((double)rule.Leverage, "0.###")} times the equity";

        string Groups(FundsRule rule) => string.Join(", ", scenario.Agents.Where(group => group.Funds == rule).Select(static group => group.Name));
    }

    private void ShowGroups(RunSummary summary)
    {
        IReadOnlyList<GroupResult> groups = summary.Groups;
        VenueResult? venue = summary.Venue is { } result && (result.Profit != 0 || groups.Any(group => group.Fees != 0)) ? result : null;
        if (_rich.Profile.Width < MinTableWidth)
        {
            ShowLines(groups, venue);
        }
        else
        {
            ShowTable(groups, venue);
        }

        if (venue is not null)
        {
            _rich.Write(new Text(venue.OpeningInventoryGain == 0
                ? "Fees are paid less rebates; fees and profits add up to zero."
                : $"Fees are paid less rebates and add up to zero; profits add up to {Text(venue.OpeningInventoryGain, "N2")}, by which the price changed what agents began with."));
            _rich.WriteLine();
        }
    }

    private void ShowLines(IReadOnlyList<GroupResult> groups, VenueResult? venue)
    {
        foreach (GroupResult group in groups)
        {
            string fees = venue is null ? string.Empty : $", fees {Text(group.Fees, "N2")}";
            _rich.Write(new Text($"{group.Name} ({group.Strategy}): {Text(group.Agents, "N0")} agents, profit {Text(group.Profit, "N2")}{fees}, {Text(group.Trades, "N0")} trades"));
            _rich.WriteLine();
        }

        if (venue is not null)
        {
            _rich.Write(new Text($"venue: profit {Text(venue.Profit, "N2")}, fees {Text(-groups.Sum(group => group.Fees), "N2")}"));
            _rich.WriteLine();
        }
    }

    private void ShowTable(IReadOnlyList<GroupResult> groups, VenueResult? venue)
    {
        bool anyFailed = groups.Any(group => group.Failures > 0);
        var columns = new List<(string Title, Func<GroupResult, string> Figure)>
        {
            ("Agents", group => Text(group.Agents, "N0")),
            ("Profit", group => Text(group.Profit, "N2")),
        };
        if (venue is not null)
        {
            columns.Add(("Fees", group => Text(group.Fees, "N2")));
        }

        columns.Add(("Inventory", group => Text(group.Inventory, "#,0.########")));
        columns.Add(("Orders", group => Text(group.Orders, "N0")));
        columns.Add(("Fills", group => Text(group.Trades, "N0")));
        if (anyFailed)
        {
            columns.Add(("Failures", group => Text(group.Failures, "N0")));
        }

        Table table = new Table().Border(_rich.Profile.Capabilities.Unicode ? TableBorder.Rounded : TableBorder.Ascii);
        table.AddColumn("Group").AddColumn("Strategy");
        foreach ((string title, _) in columns)
        {
            table.AddColumn(new TableColumn(title).RightAligned().NoWrap());
        }

        foreach (GroupResult group in groups)
        {
            table.AddRow([new Text(group.Name), new Text(group.Strategy), .. columns.Select(column => new Text(column.Figure(group)))]);
        }

        if (venue is not null)
        {
            string[] figures = [string.Empty, Text(venue.Profit, "N2"), Text(-groups.Sum(group => group.Fees), "N2"), Text(venue.Inventory, "#,0.########")];
            table.AddRow([new Text(VenueResult.RowName), new Text(string.Empty), .. figures.Concat(Enumerable.Repeat(string.Empty, columns.Count - figures.Length)).Select(figure => new Text(figure))]);
        }

        _rich.Write(table);
    }

    private static void Add(Grid grid, string label, string value) => grid.AddRow(new Text(label), new Text(value));

    private static string Rate(long count, RunSummary summary) =>
        summary.WallSeconds > 0 ? Text(count / summary.WallSeconds, "N0") : "-";

    private static string Text(IFormattable value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
