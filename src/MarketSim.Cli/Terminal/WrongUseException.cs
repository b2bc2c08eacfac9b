namespace MarketSim.Cli.Terminal;

/// <summary>An option of the command line cannot be used as given; the message says which, why and what to do.</summary>
internal sealed class WrongUseException(string message, Exception? cause = null) : Exception(message, cause);
