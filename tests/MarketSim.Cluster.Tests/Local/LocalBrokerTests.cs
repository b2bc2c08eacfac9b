using System.Diagnostics;
using System.Globalization;
using MarketSim.Cluster.Local;

namespace MarketSim.Cluster.Tests.Local;

public sealed class LocalBrokerTests
{
    [Fact]
    public async Task Broker_starts_again_on_its_port_after_a_kill_and_leaves_nothing()
    {
        string folder = TestServices.NewFolder("broker");
        await using (var broker = new LocalBroker(Options(folder), TimeProvider.System))
        {
            await broker.StartAsync(CancellationToken.None);
            int port = broker.Port;
            Assert.Equal(2, Directory.GetFiles(folder, "*.pid").Length);
            Assert.Contains("marketsim", await broker.ControlAsync(["list_users"], CancellationToken.None), StringComparison.Ordinal);

            await broker.KillAsync();
            Assert.False(broker.IsRunning);
            Assert.Empty(ProcessesOf(folder));

            await broker.StartAsync(CancellationToken.None);
            Assert.Equal(port, broker.Port);
            await broker.StopAsync();
            Assert.Empty(ProcessesOf(folder));
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Broker_whose_starter_died_is_ended_and_its_folder_used_again()
    {
        string folder = TestServices.NewFolder("broker");
        var orphan = new LocalBroker(Options(folder), TimeProvider.System);
        await orphan.StartAsync(CancellationToken.None);
        int orphanedServer = orphan.Server.Id;

        // The guard dies too, so that only the record in the folder is left.
        foreach (int guard in ProcessesOf(folder).Where(id => CommandLineOf(id).Contains("guard", StringComparison.Ordinal)))
            ProcessTree.Signal(guard, LocalSignal.Kill);

        await using (var broker = new LocalBroker(Options(folder), TimeProvider.System))
        {
            await broker.StartAsync(CancellationToken.None);
            Assert.True(broker.IsRunning);
            Assert.NotEqual(orphanedServer, broker.Server.Id);
        }

        Assert.Empty(ProcessesOf(folder));
    }

    [Fact]
    public async Task Folder_with_foreign_files_is_refused_and_kept()
    {
        string folder = TestServices.NewFolder("broker");
        Directory.CreateDirectory(folder);
        string foreign = Path.Combine(folder, "thesis.txt");
        await File.WriteAllTextAsync(foreign, "years of work");

        await using (var broker = new LocalBroker(Options(folder), TimeProvider.System))
        {
            var refusal = await Assert.ThrowsAsync<LocalServerException>(() => broker.StartAsync(CancellationToken.None));
            Assert.Contains("folder of its own", refusal.Message, StringComparison.Ordinal);
        }

        Assert.True(File.Exists(foreign));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Password_that_would_change_the_configuration_is_refused_without_being_shown()
    {
        LocalBrokerOptions options = Options("/nowhere") with { Password = "secret\nloopback_users = none" };

        var refusal = Assert.Throws<ArgumentException>(() => new LocalBroker(options, TimeProvider.System));

        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", options.ToString(), StringComparison.Ordinal);
    }

    private static LocalBrokerOptions Options(string folder) => new() { Folder = folder, Password = "pass-word-of-the-test" };

    /// <summary>Every live process that was started with the folder in its arguments or environment.</summary>
    private static List<int> ProcessesOf(string folder) =>
        [.. Process.GetProcesses().Select(process => process.Id).Where(id => id != Environment.ProcessId && (CommandLineOf(id) + Read(id, "environ")).Contains(folder, StringComparison.Ordinal))];

    private static string CommandLineOf(int processId) => Read(processId, "cmdline");

    private static string Read(int processId, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/{file}"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
