namespace MarketSim.Cluster.Security;

/// <summary>A certificate cannot be made, read or used. The message is for an operator, and holds nothing of a key.</summary>
public sealed class CertificateException : Exception
{
    public CertificateException()
    {
    }

    public CertificateException(string message)
        : base(message)
    {
    }

    public CertificateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
