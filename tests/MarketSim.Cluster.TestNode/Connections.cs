using System.Runtime.InteropServices;

namespace MarketSim.Cluster.TestNode;

/// <summary>The TCP connections of this process.</summary>
internal static class Connections
{
    private const int BothWays = 2;

    /// <summary>Ends all of them, as a network that resets them would. Listening sockets stay.</summary>
    public static string Cut()
    {
        int count = 0;
        Span<byte> peer = stackalloc byte[128];
        foreach (string path in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            // What is no socket, or closed by now, has no peer.
            uint length = (uint)peer.Length;
            if (int.TryParse(Path.GetFileName(path), out int descriptor)
                && GetPeer(descriptor, ref MemoryMarshal.GetReference(peer), ref length) == 0
                && IsInternet(peer)
                && Shutdown(descriptor, BothWays) == 0)
            {
                count++;
            }
        }

        return $"cut {count}";
    }

    // The family comes first, in the processor's byte order: AF_INET or AF_INET6.
    private static bool IsInternet(ReadOnlySpan<byte> address) => MemoryMarshal.Read<ushort>(address) is 2 or 10;

    [DllImport("libc", EntryPoint = "getpeername")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetPeer(int socket, ref byte address, ref uint length);

    [DllImport("libc", EntryPoint = "shutdown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Shutdown(int socket, int how);
}
