namespace MarketSim.TestKit;

/// <summary>A probe did not see what the test expected.</summary>
public sealed class ExpectationFailedException(string message) : Exception(message);
