namespace MarketSim.Cluster.Profiles;

/// <summary>An address, a password or a profile cannot be used as given; the message says where, why and what to do. It never holds a password.</summary>
public sealed class ClusterSettingException(string message, Exception? innerException = null) : Exception(message, innerException);
