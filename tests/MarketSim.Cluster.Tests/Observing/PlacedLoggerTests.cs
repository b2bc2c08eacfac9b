using MarketSim.Cluster.Observing;
using MarketSim.Simulation.Running;
using Microsoft.Extensions.Logging;

namespace MarketSim.Cluster.Tests.Observing;

public sealed class PlacedLoggerTests
{
    [Fact]
    public void Every_line_carries_the_fields_of_its_place_with_the_tick_of_that_moment()
    {
        var recorder = new Recorder();
        var gauge = new RunGauge();
        var logger = new PlacedLogger(new PlacedLogger(recorder, new LogPlace("alpha")), new LogPlace("alpha", "night", 3, gauge));

        gauge.TickOpens(41);
        logger.LogInformation("first");
        gauge.TickOpens(42);
        logger.LogInformation("second");

        Assert.Equal(["first Node=alpha Run=night Epoch=3 Tick=41", "second Node=alpha Run=night Epoch=3 Tick=42"], recorder.Lines);
    }

    [Fact]
    public void Fields_that_are_not_known_are_left_out()
    {
        var recorder = new Recorder();

        new PlacedLogger(recorder, new LogPlace("alpha")).LogInformation("first");

        Assert.Equal(["first Node=alpha"], recorder.Lines);
    }

    /// <summary>Writes the fields of open scopes after each message, as log writers with scopes do.</summary>
    private sealed class Recorder : ILogger
    {
        private readonly List<IReadOnlyList<KeyValuePair<string, object?>>> _scopes = [];

        public List<string> Lines { get; } = [];

        public IDisposable BeginScope<TState>(TState state)
            where TState : notnull
        {
            _scopes.Add((IReadOnlyList<KeyValuePair<string, object?>>)state);
            return new Scope(_scopes);
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            IEnumerable<string> fields = _scopes.SelectMany(scope => scope).DistinctBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}");
            Lines.Add($"{formatter(state, exception)} {string.Join(' ', fields)}");
        }

        private sealed class Scope(List<IReadOnlyList<KeyValuePair<string, object?>>> scopes) : IDisposable
        {
            public void Dispose() => scopes.RemoveAt(scopes.Count - 1);
        }
    }
}
