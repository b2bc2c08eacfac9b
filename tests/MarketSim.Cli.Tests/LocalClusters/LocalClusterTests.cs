using MarketSim.Cli.Terminal;
using MarketSim.Cli.Tests.Sessions;
using MarketSim.Cluster.Local;
using MarketSim.Cluster.Tests.Local;

namespace MarketSim.Cli.Tests.LocalClusters;

/// <summary>The commands with node processes, which share a file, or a database of Debian's postgresql.</summary>
public sealed class LocalClusterTests : IDisposable
{
    private const string Fingerprint = "4f286857c1c0c8de357d29acfd27012f54f04eb7ef5e621e8da349a6abf0866a";
    private const string StateDigest = "8543e341003f999d46416795b8b227b15b5f1b987ff7bf4ae4217537ed17c87b";

    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Quickstart_on_two_nodes_is_the_run_of_the_readme_to_the_last_byte()
    {
        CommandRun two = await CommandRun.OfAsync("run", "quickstart", "--nodes", "2", "--output", _work.PathOf("two"), "--no-report");
        CommandRun one = await CommandRun.OfAsync("run", "quickstart", "--output", _work.PathOf("one"), "--no-report");

        Assert.True(two.ExitCode == ExitCode.Success, two.Error);
        Assert.Equal(ExitCode.Success, one.ExitCode);
        Assert.Equal((Fingerprint, StateDigest), (_work.SummaryText("two", "fingerprint"), _work.SummaryText("two", "stateDigest")));
        Assert.Equal((Fingerprint, StateDigest), (_work.SummaryText("one", "fingerprint"), _work.SummaryText("one", "stateDigest")));
        Assert.Equal(await File.ReadAllBytesAsync(_work.PathOf("one", "trades.csv")), await File.ReadAllBytesAsync(_work.PathOf("two", "trades.csv")));
    }

    [Fact]
    public async Task Interrupted_run_on_nodes_of_its_own_is_brought_and_goes_on_here()
    {
        using MarketSimProcess process = MarketSimProcess.Start(_work.Folder, "run", "quickstart", "--nodes", "2", "--output", "cut", "--no-report");
        Assert.Contains("1,000 agents", await process.NextLineAsync(), StringComparison.Ordinal);
        process.Signal(MarketSimProcess.Interrupt);
        CommandRun interrupted = await process.EndAsync();

        Assert.True(interrupted.ExitCode == ExitCode.Interrupted, interrupted.Error);
        Assert.Equal("interrupted", _work.SummaryText("cut", "status"));
        Assert.Contains("in this process, with the same result: marketsim resume cut", interrupted.Error, StringComparison.Ordinal);

        CommandRun resumed = await CommandRun.OfAsync("resume", _work.PathOf("cut"), "--no-report");

        Assert.Equal(ExitCode.Success, resumed.ExitCode);
        Assert.Equal((Fingerprint, StateDigest), (_work.SummaryText("cut", "fingerprint"), _work.SummaryText("cut", "stateDigest")));
    }

    [Fact]
    public async Task Profile_with_a_file_is_enough_for_every_command()
    {
        string profile = _work.Write("cluster.yaml", $"store: sqlite:{_work.PathOf("store.db")}\nseeds: [127.0.0.1:{LoopbackPorts.Free(1)[0]}]\n");

        await AssertSweepAsync(profile);
    }

    [Fact]
    public async Task Profile_with_a_database_is_enough_for_every_command()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("marketsim-services-");
        if (!OperatingSystem.IsWindows())
        {
            folder.UnixFileMode |= UnixFileMode.OtherExecute;
        }

        try
        {
            var options = new LocalDatabaseOptions { Folder = Path.Combine(folder.FullName, "database"), Port = LoopbackPorts.Free(1)[0], Password = "s3cret-of-a-test" };
            await using LocalDatabase database = await LocalDatabase.CreateAsync(options, TimeProvider.System, CancellationToken.None);
            string store = $"postgresql://{database.Options.User}:{database.Options.Password}@{database.Options.Host}:{database.Options.Port}/{database.Options.Database}";
            string profile = _work.Write("cluster.yaml", $"store: {store}\nseeds: [127.0.0.1:{LoopbackPorts.Free(1)[0]}]\n");

            CommandRun init = await CommandRun.OfAsync("cluster", "init", "--cluster", profile);
            Assert.True(init.ExitCode == ExitCode.Success, init.Error);
            await AssertSweepAsync(profile);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task AssertSweepAsync(string profile)
    {
        CommandRun sweep = await CommandRun.OfAsync("sweep", _work.Scenario, "--seeds", "1..3", "--cluster", profile, "--nodes", "2", "--output", _work.PathOf("sweep"));
        CommandRun runs = await CommandRun.OfAsync("cluster", "runs", "--cluster", profile);

        Assert.True(sweep.ExitCode == ExitCode.Success, sweep.Error);
        Assert.Equal(4, (await File.ReadAllLinesAsync(_work.PathOf("sweep", "results.csv"))).Length);
        Assert.Equal(3, runs.OutputLines.Count(line => line.Contains("finished", StringComparison.Ordinal)));
        Assert.All(new[] { sweep, runs }, run => Assert.DoesNotContain("s3cret", run.Output + run.Error, StringComparison.Ordinal));
    }
}
