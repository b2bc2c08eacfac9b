using System.Diagnostics;
using System.Globalization;
using MarketSim.Cluster.Local;

namespace MarketSim.Cluster.Tests.Local;

public sealed class LocalProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-process-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Exit_code_and_output_are_kept()
    {
        await using LocalProcess process = await StartAsync("echo out; echo err >&2; exit 7");

        Assert.Equal(7, await process.WaitForExitAsync(CancellationToken.None));
        Assert.Equal("out\nerr", process.LogTail);
    }

    [Fact]
    public async Task Missing_program_exits_with_127_and_says_so()
    {
        await using LocalProcess process = await LocalProcess.StartAsync(
            new LocalProcessStart { Name = "server", Folder = _folder, Program = "no-such-program" }, CancellationToken.None);

        Assert.Equal(127, await process.WaitForExitAsync(CancellationToken.None));
        Assert.Contains("no-such-program", process.LogTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signal_reaches_the_server_which_may_end_as_it_likes()
    {
        await using LocalProcess process = await StartAsync("trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done");
        await UntilAsync(() => process.LogTail.Length > 0);

        Assert.True(await process.StopAsync(LocalSignal.Terminate, TimeSpan.FromSeconds(10), TimeProvider.System));
        Assert.Equal(3, await process.WaitForExitAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Deaf_server_is_killed_when_patience_ends()
    {
        await using LocalProcess process = await StartAsync("trap '' TERM; echo ready; while :; do sleep 0.05; done");
        await UntilAsync(() => process.LogTail.Length > 0);

        Assert.False(await process.StopAsync(LocalSignal.Terminate, TimeSpan.FromMilliseconds(200), TimeProvider.System));
        Assert.True(process.HasExited);
    }

    [Fact]
    public async Task Kill_takes_children_along_that_left_the_group()
    {
        await using LocalProcess process = await StartAsync("setsid sleep 300 & echo $!; wait");
        await UntilAsync(() => process.LogTail.Length > 0);
        int child = int.Parse(process.LogTail, CultureInfo.InvariantCulture);
        Assert.True(IsAlive(child));

        await process.KillAsync();

        await UntilAsync(() => !IsAlive(child));
    }

    [Fact]
    public async Task Server_ends_when_its_starter_is_gone()
    {
        LocalProcessStart start = Of("sleep 300 & echo $!; wait");
        using Process guard = ProcessGuard.Start(start);
        int server = int.Parse((await guard.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        await UntilAsync(() => File.Exists(start.LogPath) && File.ReadAllText(start.LogPath).EndsWith('\n'));
        int child = int.Parse(await File.ReadAllTextAsync(start.LogPath), CultureInfo.InvariantCulture);
        Assert.True(IsAlive(server) && IsAlive(child));

        // All that the guard can see of a starter's death is the end of its input.
        guard.StandardInput.Close();

        await UntilAsync(() => !IsAlive(server) && !IsAlive(child));
    }

    [Fact]
    public async Task Leftovers_of_a_killed_guard_are_ended_by_their_record()
    {
        await using LocalProcess process = await StartAsync("sleep 300");
        using var guard = Process.GetProcessById(ParentOf(process.Id));
        guard.Kill();
        await UntilAsync(() => process.HasExited);
        Assert.True(IsAlive(process.Id));

        LocalLeftovers.EndAll(_folder);

        await UntilAsync(() => !IsAlive(process.Id));
        Assert.Empty(Directory.GetFiles(_folder, "*.pid"));
    }

    [Fact]
    public async Task Record_of_a_number_that_was_given_to_another_process_is_harmless()
    {
        await using LocalProcess process = await StartAsync("sleep 300");
        string[] words = (await File.ReadAllTextAsync(Path.Combine(_folder, "server.pid"))).Split();
        await File.WriteAllTextAsync(Path.Combine(_folder, "stale.pid"), $"{words[0]} {long.Parse(words[1]) - 1}\n");
        File.Delete(Path.Combine(_folder, "server.pid"));

        LocalLeftovers.EndAll(_folder);

        Assert.False(process.HasExited);
        Assert.True(IsAlive(process.Id));
    }

    private Task<LocalProcess> StartAsync(string script) => LocalProcess.StartAsync(Of(script), CancellationToken.None);

    private LocalProcessStart Of(string script) => new() { Name = "server", Folder = _folder, Program = "/bin/sh", Arguments = ["-c", script] };

    /// <summary>A zombie that nobody has reaped yet counts as gone.</summary>
    private static bool IsAlive(int processId) => StatusOf(processId) is { } status && status[0] != "Z";

    private static int ParentOf(int processId) => int.Parse(StatusOf(processId)![1], CultureInfo.InvariantCulture);

    private static string[]? StatusOf(int processId)
    {
        try
        {
            string status = File.ReadAllText($"/proc/{processId}/stat");
            return status[(status.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (int attempt = 0; attempt < 400 && !condition(); attempt++)
            await Task.Delay(25);

        Assert.True(condition());
    }
}
