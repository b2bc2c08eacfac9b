using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MarketSim.Cluster.Local;

/// <summary>
/// Ports of the loopback address that nobody uses. They lie below the range from which the system gives ports to outgoing connections, so that
/// a server that was stopped finds its port free when it starts again.
/// </summary>
public static class LoopbackPorts
{
    private const int First = 12_000;
    private const int Count = 16_000;

    // Processes begin at different places, and a process never gives the same port twice in one round.
    private static int s_next = Environment.ProcessId * 131 % Count;

    /// <summary>Different free ports. Another process may bind one before it is used; then the server that was to listen reports it.</summary>
    public static int[] Free(int count)
    {
        var ports = new List<int>(count);
        for (int attempt = 0; attempt < Count && ports.Count < count; attempt++)
        {
            int port = First + (int)((uint)Interlocked.Increment(ref s_next) % Count);
            if (IsFree(port))
                ports.Add(port);
        }

        return ports.Count == count
            ? [.. ports]
            : throw new LocalServerException(string.Create(CultureInfo.InvariantCulture, $"Only {ports.Count} of {count} ports could be found free on 127.0.0.1 from {First} to {First + Count - 1}"));
    }

    /// <summary>True when no process listens at a port.</summary>
    public static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
