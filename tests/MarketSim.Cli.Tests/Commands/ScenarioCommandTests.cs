using MarketSim.Simulation.Scenarios;

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

    [Fact]
    public async Task Version_is_one_line_with_a_number()
    {
        CommandRun run = await CommandRun.OfAsync("--version");

        Assert.Matches(@"^\d+\.\d+\.\d+", Assert.Single(run.OutputLines));
    }
}
