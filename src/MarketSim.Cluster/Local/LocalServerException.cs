namespace MarketSim.Cluster.Local;

/// <summary>A server or command on this machine could not be started, or failed; the message tells why and what to do. It never holds a password.</summary>
public sealed class LocalServerException(string message, Exception? innerException = null) : Exception(message, innerException);
