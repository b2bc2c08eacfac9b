using System.Diagnostics;

namespace MarketSim.Cluster.Local;

/// <summary>
/// A shell that stands between a starter and its server, so that the server ends with its starter, however that dies. The shell's standard
/// input is a pipe that only the starter holds open: the kernel closes it even after SIGKILL, and reading its end says that the starter ended.
/// (A parent-death signal would not do: Linux sends it when the thread that forked ends, and threads of a pool come and go.)
/// Shell and server have separate sessions, so that Ctrl-C on the starter's terminal reaches neither.
/// </summary>
internal static class ProcessGuard
{
    /// <summary>Arguments: log, signal for an orphan, program, its arguments. The only line of output is the program's process id, which is its group's too.</summary>
    private const string Script =
        """
        log=$1 signal=$2
        shift 2
        exec 2>>"$log" 3<&0
        setsid "$@" </dev/null >>"$log" 2>&1 3<&- &
        command=$!
        echo "$command"
        (
          while read -r ignored <&3; do :; done
          kill -s "$signal" "$command"
          for step in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$command" && sleep 0.5 || break; done
          kill -s KILL -- "-$command"
        ) </dev/null >/dev/null 2>&1 &
        watch=$!
        exec 3<&- </dev/null >/dev/null
        wait "$command"
        status=$?
        kill -s KILL -- "-$command" "$watch" 2>/dev/null
        exit "$status"
        """;

    public static Process Start(LocalProcessStart start)
    {
        var shell = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = start.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        string[] arguments = ["/bin/sh", "-c", Script, "guard", start.LogPath, ShellName(start.OrphanSignal), start.Program, .. start.Arguments];
        foreach (string argument in arguments)
            shell.ArgumentList.Add(argument);

        foreach ((string name, string? value) in start.Environment)
            shell.Environment[name] = value;

        return Process.Start(shell) ?? throw new LocalServerException($"{start.Program} could not be started: no process was made");
    }

    private static string ShellName(LocalSignal signal) => signal switch
    {
        LocalSignal.Interrupt => "INT",
        LocalSignal.Quit => "QUIT",
        LocalSignal.Kill => "KILL",
        LocalSignal.Terminate => "TERM",
        LocalSignal.Continue => "CONT",
        LocalSignal.Stop => "STOP",
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Unknown signal"),
    };
}
