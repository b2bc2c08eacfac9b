namespace MarketSim.Cluster.Store;

/// <summary>The store cannot be reached, or cannot write, for now.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The store refuses until an operator changes something; the message says what. It never holds a password.</summary>
public sealed class StoreRefusedException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>A write came from an epoch that is over.</summary>
public sealed class StaleEpochException(string run, long epoch) : Exception($"Epoch {epoch} of run {run} is over; what it wrote was refused.");

/// <summary>A run of this name was submitted before; it may have been removed since.</summary>
public sealed class RunNameTakenException(string run) : Exception($"There is a run named {run} already, or there was one; choose another name.");
