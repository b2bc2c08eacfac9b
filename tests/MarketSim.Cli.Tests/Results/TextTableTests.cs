using MarketSim.Cli.Results;
using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Tests.Results;

public sealed class TextTableTests
{
    [Fact]
    public void Table_that_does_not_fit_becomes_lines()
    {
        string[] narrow = Write(30);
        string[] wide = Write(80);

        Assert.Equal("market-1: threads 4", narrow[0]);
        Assert.All(narrow, line => Assert.True(line.Length <= 30, line));
        Assert.Contains(wide, line => line.Contains("market-1", StringComparison.Ordinal) && line.EndsWith('│'));
    }

    [Fact]
    public void Columns_that_matter_least_are_left_out_until_the_table_fits()
    {
        string[] narrow = Write(26, "nodes.csv", 2, 1);

        Assert.Equal("│ market-1 │       4 │", narrow[3]);
        Assert.Equal("Too narrow for Note: see", narrow[^2]);
        Assert.All(narrow, line => Assert.True(line.Length <= 26, line));
    }

    private static string[] Write(int width, string elsewhere = "", params int[] leftOut)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var table = new TextTable("Node", "Threads", "Note");
        table.LeaveOut(elsewhere, leftOut);
        table.Add("market-1", "4", string.Empty);
        table.Add("agents-1", "8", "leaving soon, as somebody said");
        table.Write(new CommandConsole(output, output, IsTerminal: false, width), "none");
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
    }
}
