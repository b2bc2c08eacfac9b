using System.Globalization;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Display;

namespace MarketSim.Cli.Logging;

/// <summary>The log of a run: everything to a file of the run folder, warnings to the user too.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly Logger _serilog;
    private readonly SerilogLoggerFactory _factory;

    public RunLog(string path, TextWriter warnings)
    {
        _serilog = new LoggerConfiguration()
            .MinimumLevel.Information()
            .WriteTo.File(path, formatProvider: CultureInfo.InvariantCulture, outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {Message:lj}{NewLine}{Exception}")
            .WriteTo.Sink(new WarningLines(warnings), LogEventLevel.Warning)
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
