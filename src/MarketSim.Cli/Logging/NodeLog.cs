using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace MarketSim.Cli.Logging;

/// <summary>The log of a node: a line per event to the standard output, for people or for programs.</summary>
internal sealed class NodeLog : ProcessLog
{
    public const string Text = "text";
    public const string Json = "json";

    /// <param name="format"><see cref="Text"/> or <see cref="Json"/>.</param>
    /// <param name="node">Goes with every event.</param>
    public NodeLog(TextWriter output, string format, string node)
        : base(new LoggerConfiguration()
            .MinimumLevel.Information()
            .Enrich.WithProperty(LogTemplates.Node, node)
            .WriteTo.Sink(new WriterSink(output, format == Json ? LogTemplates.Json : LogTemplates.Text))
            .CreateLogger())
    {
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
