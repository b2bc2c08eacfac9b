using MarketSim.Reporting.Tests.Runs;
using MarketSim.Results;

namespace MarketSim.Reporting.Tests.RunFolders;

public sealed class MalformedRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = SmallRun.Create();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("run.json")]
    [InlineData("book.csv")]
    [InlineData("metrics.csv")]
    [InlineData("groups.csv")]
    [InlineData("agents.csv")]
    public void Missing_file_is_named(string fileName)
    {
        _folder.Delete(fileName);

        string message = Refusal();

        Assert.StartsWith(System.IO.Path.Combine(_folder.Path, fileName) + ": this file", message, StringComparison.Ordinal);
        Assert.Contains("missing", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("book.csv", "10,36010,99.5", "10,36010,abc", "book.csv:3: column bid is 'abc'; it must be a number, e.g. 100.05.")]
    [InlineData("book.csv", "20,36020,,,101", "20,36020,,,-101", "book.csv:4: column ask is '-101'; it must be a number above 0.")]
    [InlineData("book.csv", "20,36020", "20,36009", "book.csv:4: column time_seconds is '36009'; it must be a time that is not below 36010, that of the row above.")]
    [InlineData("book.csv", "volume,fundamental", "volumes,fundamental", "book.csv:1: column volume is missing from the header; found 'tick,time_seconds,bid,bid_quantity,ask,ask_quantity,mid,last,volumes,fundamental,bid_1,bid_1_quantity,bid_2,bid_2_quantity,ask_1,ask_1_quantity,ask_2,ask_2_quantity'.")]
    [InlineData("book.csv", "100,,0,101", "100,,NaN,101", "book.csv:2: column volume is 'NaN'; it must be a number, e.g. 100.05.")]
    [InlineData("trades.csv", "15,sell", "15,short", "trades.csv:5: column aggressor_side is 'short'; it must be buy or sell.")]
    [InlineData("trades.csv", "101,12,buy", "101,0,buy", "trades.csv:3: column quantity is '0'; it must be a number above 0.")]
    [InlineData("trades.csv", "11,7", "eleven,7", "trades.csv:2: column aggressor_order is 'eleven'; it must be a whole number.")]
    [InlineData("metrics.csv", "36030,55", "36030,49", "metrics.csv:5: column orders is '49'; it must be a count that is not below 50, that of the row above.")]
    [InlineData("groups.csv", "36010,noise", "36010,", "groups.csv:4: column group is ''; it must be a text that is not empty.")]
    [InlineData("agents.csv", "20,4,40,0", "20,4,40,-1", "agents.csv:4: column failures is '-1'; it must be a number that is not negative.")]
    [InlineData("run.json", "\"ticks\":40", "\"ticks\":-40", "run.json: ticks is -40; it must be a whole number that is not negative.")]
    [InlineData("run.json", "\"ticks\":40", "\"tocks\":40", "run.json: field ticks is missing.")]
    [InlineData("run.json", "18446744073709551615", "-1", "run.json: seed is -1; it must be a whole number from 0 to 18446744073709551615.")]
    [InlineData("run.json", "\"tickSize\":0.5", "\"tickSize\":0", "run.json: tickSize is 0; it must be a number above 0.")]
    [InlineData("run.json", "\"finished\"", "\"done\"", "run.json: status is \"done\"; it must be running, finished, interrupted or failed.")]
    [InlineData("run.json", "\"closeSeconds\":36040", "\"closeSeconds\":36000", "run.json: closeSeconds is 36000; it must be above openSeconds, 36000.")]
    [InlineData("run.json", "\"notes\":[]", "\"notes\":[1]", "run.json: notes is [1]; it must be an array of texts.")]
    [InlineData("run.json", "\"ticks\":40,", "\"ticks\":40,,", "run.json:2: this is not valid JSON near byte 12 of the line.")]
    public void Malformed_value_is_refused_with_file_line_column_value_and_rule(string fileName, string right, string wrong, string expected)
    {
        string text = _folder.Read(fileName);
        Assert.Contains(right, text, StringComparison.Ordinal);
        _folder.Write(fileName, text.Replace(right, wrong, StringComparison.Ordinal));

        Assert.EndsWith(expected, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Row_that_was_cut_short_is_refused_with_its_line()
    {
        _folder.Write("trades.csv", SmallRun.Trades[..^12]);

        Assert.Contains("trades.csv:5: ", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_file_is_refused_by_its_header()
    {
        _folder.Write("metrics.csv", string.Empty);

        Assert.EndsWith("metrics.csv:1: column time_seconds is missing from the header; found an empty file.", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Earlier_report_survives_a_refusal()
    {
        _folder.Write("report.html", "earlier");
        _folder.Delete("agents.csv");

        Assert.Throws<RunFolderException>(() => HtmlReport.Write(_folder.Path));

        Assert.Equal("earlier", _folder.Read("report.html"));
    }

    [Fact]
    public void Missing_folder_is_refused_by_name()
    {
        string nowhere = System.IO.Path.Combine(_folder.Path, "nowhere");

        RunFolderException exception = Assert.Throws<RunFolderException>(() => HtmlReport.Write(nowhere));

        Assert.StartsWith($"{nowhere}: there is no such run folder.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusal_of_a_run_that_has_not_ended_says_what_to_do()
    {
        _folder.Write("run.json", SmallRun.Facts.Replace("finished", "running", StringComparison.Ordinal));
        _folder.Write("book.csv", SmallRun.Book[..^9]);

        Assert.EndsWith("The run has not ended: wait for it, or resume it, and make the report again.", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_path_is_the_callers_mistake()
    {
        Assert.Throws<ArgumentException>("runFolder", () => HtmlReport.Write(" "));
    }

    private string Refusal()
    {
        RunFolderException exception = Assert.Throws<RunFolderException>(() => HtmlReport.Write(_folder.Path));
        Assert.Empty(Directory.GetFiles(_folder.Path, "report.html*"));
        return exception.Message;
    }
}
