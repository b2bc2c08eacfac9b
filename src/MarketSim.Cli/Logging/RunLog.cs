using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace MarketSim.Cli.Logging;

/// <summary>The log of a run: everything to a file of the run folder, warnings to the user too.</summary>
internal sealed class RunLog : ProcessLog
{
    public RunLog(string path, TextWriter warnings)
        : base(new LoggerConfiguration()
            .MinimumLevel.Information()
            .WriteTo.File(path, formatProvider: CultureInfo.InvariantCulture, outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {Message:lj}{NewLine}{Exception}")
            .WriteTo.Sink(new WarningLines(warnings), LogEventLevel.Warning)
            .CreateLogger())
    {
    }

    /// <summary>One line per warning; errors are reported where the command ends.</summary>
    private sealed class WarningLines(TextWriter output) : ILogEventSink
    {
        private readonly MessageTemplateTextFormatter _line = new("marketsim: warning: {Message:lj}{NewLine}", CultureInfo.InvariantCulture);

        public void Emit(LogEvent logEvent)
        {
            if (logEvent.Level == LogEventLevel.Warning)
            {
                _line.Format(logEvent, output);
            }
        }
    }
}
