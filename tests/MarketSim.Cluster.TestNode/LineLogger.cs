using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.TestNode;

/// <summary>One line per event on standard output, marked <c>log</c>.</summary>
internal sealed class LineLogger : ILogger, ILoggerFactory
{
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Information)
        {
            Console.Out.WriteLine($"log {TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {formatter(state, exception)} {exception?.ToString().ReplaceLineEndings(" | ")}");
        }
    }

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
