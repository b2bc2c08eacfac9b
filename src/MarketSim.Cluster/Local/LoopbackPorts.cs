using System.Net;
using System.Net.Sockets;

namespace MarketSim.Cluster.Local;

/// <summary>Ports of the loopback address that nobody uses.</summary>
public static class LoopbackPorts
{
    /// <summary>Different free ports. Somebody else may take one before it is used; then the server that was to listen says so.</summary>
    public static int[] Free(int count)
    {
        var listeners = new List<TcpListener>(count);
        try
        {
            for (int index = 0; index < count; index++)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listeners.Add(listener);
                listener.Start();
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
