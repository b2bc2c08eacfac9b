using System.Diagnostics;
using System.Globalization;

namespace MarketSim.Live.Tests;

/// <summary>The command with nodes of its own and a page, in processes; they end with this.</summary>
internal sealed class NodesRun : IDisposable
{
    private const string Announcement = "marketsim: live at ";

    private readonly Process _process;
    private readonly string _root;
    private Task _rest = Task.CompletedTask;

    private NodesRun(Process process, string root)
    {
        _process = process;
        _root = root;
    }

    /// <summary>Of the page.</summary>
    public string Address { get; private set; } = string.Empty;

    public string Folder => FolderOf(_root);

    /// <summary>Returns when the page is there: after the run's first checkpoint.</summary>
    /// <param name="settings">Of <c>--set</c>.</param>
    public static async Task<NodesRun> StartAsync(string scenario, int nodes, IReadOnlyList<string> settings)
    {
        string root = Directory.CreateTempSubdirectory("marketsim-live-").FullName;
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = root, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] args =
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "marketsim.dll"), "run", scenario, "--nodes", nodes.ToString(CultureInfo.InvariantCulture),
            "--live", "--no-report", "--quiet", "--output", FolderOf(root), .. settings.SelectMany(static setting => new[] { "--set", setting }),
        ];
        Array.ForEach(args, start.ArgumentList.Add);
        var run = new NodesRun(Process.Start(start)!, root);
        _ = run._process.StandardOutput.ReadToEndAsync();
        while (await run._process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                run.Address = line[Announcement.Length..];
                run._rest = run._process.StandardError.ReadToEndAsync();
                return run;
            }
        }

        run.Dispose();
        throw new InvalidOperationException("The command ended before it had a page.");
    }

    /// <summary>Ends the process of a node at once (SIGKILL).</summary>
    public void Kill(string node)
    {
        using Process process = Process.GetProcesses().Single(process => IsNode(process.Id, node));
        process.Kill();
    }

    /// <summary>Ctrl-C: the run takes its checkpoint and ends.</summary>
    /// <returns>The command's exit code.</returns>
    public async Task<int> InterruptAsync()
    {
        using Process kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        await _rest;
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private static string FolderOf(string root) => Path.Combine(root, "run");

    // A node is the child of a shell that is the command's child.
    private bool IsNode(int process, string name)
    {
        string[] words = Read(process, "cmdline").Split('\0');
        int at = Array.IndexOf(words, "--name");
        return at >= 0 && words[at + 1] == name && !words.Contains("guard") && ParentOf(ParentOf(process)) == _process.Id;
    }

    private static int ParentOf(int process)
    {
        // The command's name in brackets may hold anything.
        string status = Read(process, "stat");
        return status.Length == 0 ? 0 : int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/{file}"));
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }
}
