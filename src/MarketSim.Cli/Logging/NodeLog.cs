using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;

namespace MarketSim.Cli.Logging;

/// <summary>The log of a node: a line per event to the standard output, for people or for programs.</summary>
internal sealed class NodeLog : IDisposable
{
    public const string Text = "text";
    public const string Json = "json";

    private readonly Logger _serilog;
    private readonly SerilogLoggerFactory _factory;

    /// <param name="format"><see cref="Text"/> or <see cref="Json"/>.</param>
    /// <param name="node">Goes with every event.</param>
    public NodeLog(TextWriter output, string format, string node)
    {
        ITextFormatter formatter = format == Json ? LogTemplates.Json : LogTemplates.Text;
        _serilog = new LoggerConfiguration()
            .MinimumLevel.Information()
            .Enrich.WithProperty(LogTemplates.Node, node)
            .WriteTo.Sink(new WriterSink(output, formatter))
            .CreateLogger();
        _factory = new SerilogLoggerFactory(_serilog);

        // Akka's own warnings come by this way.
        Serilog.Log.Logger = _serilog;
        Logger = _factory.CreateLogger("MarketSim.Cli");
    }

    public Microsoft.Extensions.Logging.ILogger Logger { get; }

    public ILoggerFactory Factory => _factory;

    public void Dispose()
    {
        Serilog.Log.Logger = Serilog.Core.Logger.None;
        _factory.Dispose();
        _serilog.Dispose();
    }

    private sealed class WriterSink(TextWriter output, ITextFormatter formatter) : ILogEventSink
    {
        private readonly Lock _lock = new();

        public void Emit(LogEvent logEvent)
        {
            // A template writes in pieces; a line goes out whole or not at all.
            using var line = new StringWriter();
            formatter.Format(logEvent, line);
            lock (_lock)
            {
                output.Write(line.ToString());
                output.Flush();
            }
        }
    }
}
