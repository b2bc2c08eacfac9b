using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace MarketSim.Cli.Logging;

/// <summary>A Serilog logger that everything in this process logs to, until it is disposed.</summary>
internal abstract class ProcessLog : IDisposable
{
    private readonly Logger _serilog;
    private readonly SerilogLoggerFactory _factory;

    /// <param name="serilog">Is disposed with this log.</param>
    protected ProcessLog(Logger serilog)
    {
        _serilog = serilog;
        _factory = new SerilogLoggerFactory(_serilog);

        // Akka's own warnings come by this way.
        Serilog.Log.Logger = _serilog;
        Logger = _factory.CreateLogger("MarketSim.Cli");
    }

    public ILogger Logger { get; }

    public ILoggerFactory Factory => _factory;

    public void Dispose()
    {
        Serilog.Log.Logger = Serilog.Core.Logger.None;
        _factory.Dispose();
        _serilog.Dispose();
    }
}
