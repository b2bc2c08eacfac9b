using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Tests.Simulated.Machines;

/// <summary>Hears what a process logs: an error of the program is a violation; the rest goes into the world's trace, if it is wanted.</summary>
internal sealed class TracingLoggerFactory(SimulatedWorld world, string process) : ILoggerFactory, ILogger
{
    // An actor that threw where none should: Log.ControlFails.
    private const int ControlFails = 205;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= (world.Variant.TracesLogs ? LogLevel.Information : LogLevel.Error);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        string text = $"{process}: {formatter(state, exception)}{(exception is null ? string.Empty : $" [{exception.GetType().Name}: {exception.Message}]")}";
        world.Trace.Note($"  {text}");
        if (eventId.Id == ControlFails)
        {
            world.ProgramErrors.Add($"{text}\n{exception!.StackTrace}");
        }
    }
}
