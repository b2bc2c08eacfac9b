namespace MarketSim.Cluster.Security;

/// <summary>A certificate cannot be made, read or used. The message is for an operator, and holds nothing of a key.</summary>
public sealed class CertificateException : Exception
{
    /// <summary>Without a message.</summary>
    public CertificateException()
    {
    }

    /// <summary>Says what is wrong.</summary>
    public CertificateException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and its cause.</summary>
    public CertificateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
