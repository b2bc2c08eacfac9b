using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MarketSim.Cluster.Local;

/// <summary>Signals to a process that leads a separate group, and to all that it started.</summary>
internal static partial class ProcessTree
{
    private const int NoSuchProcess = 3;

    /// <summary>False when the process is gone.</summary>
    public static bool Signal(int processId, LocalSignal signal)
    {
        if (SendSignal(processId, (int)signal) == 0)
            return true;

        int error = Marshal.GetLastPInvokeError();
        return error == NoSuchProcess ? false : throw new Win32Exception(error);
    }

    /// <summary>Kills the process, its descendants (servers give some of them a separate session), and what else is of its group.</summary>
    public static void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It ended by itself; its group may live on.
        }

        _ = Signal(-processId, LocalSignal.Kill);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
