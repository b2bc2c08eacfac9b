using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Tests.Security;

/// <summary>Keeps every line that is logged, and lets a test wait for one.</summary>
internal sealed class LineLog : ILoggerFactory, ILogger
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public ConcurrentQueue<string> All { get; } = [];

    public async Task<string> LineAsync(string part, TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        await foreach (string line in _lines.Reader.ReadAllAsync(timeout.Token))
        {
            if (line.Contains(part, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException("The log ended.");
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string line = formatter(state, exception);
        All.Enqueue(line);
        _lines.Writer.TryWrite(line);
    }

    public void Dispose()
    {
    }
}
