namespace MarketSim.Cluster.Transport;

/// <summary>A connection could not be made; the message tells an operator why and what to do. It never holds a password.</summary>
/// <param name="isPermanent">True when trying again is of no use before somebody changes something, such as a wrong password.</param>
public sealed class TransportException(string message, bool isPermanent, Exception? innerException = null) : Exception(message, innerException)
{
    public bool IsPermanent { get; } = isPermanent;
}
