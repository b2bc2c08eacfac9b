using MarketSim.Cli.Terminal;

namespace MarketSim.Cli.Tests.Commands;

public sealed class NodeCommandTests : IDisposable
{
    private const string Database = "postgresql://node:s3cret@127.0.0.1:9/market";

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("A node needs a store: give --store")]
    [InlineData("--store names no store; it must be like sqlite:", "--store", "file:s3cret")]
    [InlineData("--roles is cook; it must be one or more of agents, learner, market", "--store", Database, "--roles", "cook")]
    [InlineData("--threads is 0; it must be a whole number from 1 to 1024", "--store", Database, "--threads", "0")]
    [InlineData("--listen is nowhere; it must be an IP address and a port", "--store", Database, "--listen", "nowhere")]
    [InlineData("--port is 70000; it must be a whole number from 0 to 65535", "--store", Database, "--port", "70000")]
    [InlineData("--seeds is a:b:c; it must be one or more of a name or an address and a port", "--store", Database, "--seeds", "a:b:c")]
    [InlineData("can be no seed itself", "--store", Database, "--port", "0")]
    [InlineData("its seed market-1.example:4053 is on another; give --host NAME", "--store", Database, "--seeds", "market-1.example")]
    [InlineData("there is no such profile", "--profile", "missing.yaml")]
    public async Task Node_that_was_told_nonsense_says_so_and_does_not_begin(string explanation, params string[] options)
    {
        CommandRun run = await CommandRun.OfAsync(["node", .. options]);

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.Contains(explanation, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error, StringComparison.Ordinal);
        Assert.Equal(string.Empty, run.Output);
    }

    [Fact]
    public async Task Profile_with_a_mistake_is_named_with_its_line()
    {
        string profile = _work.Write("node.yaml", $"store: {Database}\nseeds: [127.0.0.1]\nthread: 2\n");

        CommandRun run = await CommandRun.OfAsync("node", "--profile", profile);

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.StartsWith($"{profile}:3: thread is not a known key; did you mean threads?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_that_is_not_there_is_named_without_its_password()
    {
        CommandRun run = await CommandRun.OfAsync("cluster", "init", "--store", Database);

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("node@127.0.0.1:9/market", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error, StringComparison.Ordinal);
    }
}
