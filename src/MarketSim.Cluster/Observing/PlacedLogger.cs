using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Observing;

/// <summary>
/// Gives every line the fields of its place, as a scope around it: actors change threads, so that a scope cannot be opened for longer. A field that the
/// line names itself counts more.
/// </summary>
internal sealed class PlacedLogger(ILogger logger, LogPlace place) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        using IDisposable? scope = logger.BeginScope(place.Fields());
        logger.Log(logLevel, eventId, state, exception, formatter);
    }
}
