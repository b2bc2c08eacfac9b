using MarketSim.Cli.Terminal;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Cli.Tests.Commands;

public sealed class ScenarioCommandTests
{
    [Fact]
    public async Task List_names_every_built_in_scenario_with_its_agents()
    {
        CommandRun run = await CommandRun.OfAsync("scenario", "list");

        IEnumerable<string> names = run.OutputLines.Where(line => !line.StartsWith(' ')).Select(line => line.Split(' ')[0]);
        Assert.Equal(string.Join(' ', ScenarioCatalog.Names), string.Join(' ', names));
        Assert.Contains(run.OutputLines, line => line.StartsWith("quickstart", StringComparison.Ordinal) && line.Contains("1,0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shown_scenario_is_valid_as_a_file()
    {
        using var work = new Workplace();
        CommandRun shown = await CommandRun.OfAsync("scenario", "show", "quickstart");
        string path = work.Write("copy.yaml", shown.Output);

        CommandRun checkedRun = await CommandRun.OfAsync("scenario", "validate", path);

        Assert.Equal(ExitCode.Success, checkedRun.ExitCode);
        Assert.StartsWith($"{path} is right: 1,0", checkedRun.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_a_command_below_another_shows_its_own_arguments_alone()
    {
        CommandRun run = await CommandRun.OfAsync("realism", "impact", "--help");

        Assert.Contains(" realism impact <scenario> [options]\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("<source>", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "marketsim run quickstart")]
    [InlineData("run --help", "marketsim run quickstart --seed 7 --output runs/seven")]
    [InlineData("scenario show --help", "marketsim scenario show quickstart > my-market.yaml")]
    public async Task Help_shows_examples(string args, string example)
    {
        CommandRun run = await CommandRun.OfAsync(args.Split(' '));

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains($"  {example}\n", run.Output[run.Output.IndexOf("Examples:\n", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", 40)]
    [InlineData("--help", null)]
    [InlineData("run --help", 40)]
    [InlineData("run --help", null)]
    public async Task Help_fits_its_width(string args, int? width)
    {
        CommandRun run = await CommandRun.OfAsync(width, args.Split(' '));

        string help = run.Output[..run.Output.IndexOf("Examples:\n", StringComparison.Ordinal)];
        Assert.All(help.Split('\n').Where(line => line.Trim().Contains(' ')), line => Assert.True(line.Length <= (width ?? 120), line));
    }

    [Fact]
    public async Task List_breaks_no_word_on_a_narrow_terminal()
    {
        CommandRun wide = await CommandRun.OfAsync(width: 400, "scenario", "list");
        CommandRun narrow = await CommandRun.OfAsync(width: 40, "scenario", "list");

        string[] words = wide.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.All(narrow.OutputLines, line => Assert.True(line.Length <= 40, line));
        Assert.All(narrow.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries), word => Assert.Contains(word.TrimEnd(',', ':'), words.Select(known => known.TrimEnd(',', ':')), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Version_is_one_line_with_a_number()
    {
        CommandRun run = await CommandRun.OfAsync("--version");

        Assert.Matches(@"^\d+\.\d+\.\d+", Assert.Single(run.OutputLines));
    }
}
