namespace MarketSim.Cluster.Remoting;

/// <summary>A node could not listen, found no cluster to join, or was not admitted in time. The message is for an operator.</summary>
public sealed class ClusterJoinException : Exception
{
    /// <summary>Without a message.</summary>
    public ClusterJoinException()
    {
    }

    /// <summary>Says what is wrong.</summary>
    public ClusterJoinException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and its cause.</summary>
    public ClusterJoinException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The cluster is of another build, or has a node of that name. The message is for an operator; trying again changes nothing.</summary>
public sealed class NodeRefusedException : Exception
{
    /// <summary>Without a message.</summary>
    public NodeRefusedException()
    {
    }

    /// <summary>Says what is wrong.</summary>
    public NodeRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong, and its cause.</summary>
    public NodeRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
