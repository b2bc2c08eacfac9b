using System.Diagnostics;
using System.Globalization;

namespace MarketSim.Cluster.TestNode;

/// <summary>What this process holds, on one line.</summary>
internal static class Measurement
{
    /// <summary>Heap after a full collection and working set in bytes, open files and sockets, threads.</summary>
    public static string Take()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        int handles = Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"measured {GC.GetTotalMemory(forceFullCollection: false)} {process.WorkingSet64} {handles} {process.Threads.Count}");
    }
}
