namespace MarketSim.Cli.Tests.Commands;

public sealed class NodeCommandTests : IDisposable
{
    private const string Broker = "amqp://node:s3cret@127.0.0.1:9/market";
    private const string Database = "postgresql://node:s3cret@127.0.0.1:9/market";

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("A node needs a broker: give --broker", "--database", Database)]
    [InlineData("A node needs a database: give --database", "--broker", Broker)]
    [InlineData("--roles is cook; it must be one or more of agents, learner, market", "--broker", Broker, "--database", Database, "--roles", "cook")]
    [InlineData("--threads is 0; it must be a whole number from 1 to 1024", "--broker", Broker, "--database", Database, "--threads", "0")]
    [InlineData("--listen is nowhere; it must be an IP address and a port", "--broker", Broker, "--database", Database, "--listen", "nowhere")]
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
        string profile = _work.Write("node.yaml", $"broker: {Broker}\ndatabase: {Database}\nthread: 2\n");

        CommandRun run = await CommandRun.OfAsync("node", "--profile", profile);

        Assert.Equal(ExitCode.WrongUse, run.ExitCode);
        Assert.StartsWith($"{profile}:3: thread is not a known key; did you mean threads?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_that_is_not_there_is_named_without_its_password()
    {
        CommandRun run = await CommandRun.OfAsync("cluster", "init", "--database", Database);

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("node@127.0.0.1:9/market", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error, StringComparison.Ordinal);
    }
}
