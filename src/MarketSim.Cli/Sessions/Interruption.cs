using System.Runtime.InteropServices;

namespace MarketSim.Cli.Sessions;

/// <summary>
/// Turns SIGINT (Ctrl-C), SIGTERM and SIGHUP (the terminal is gone) into an end in order: the first asks for it, the second is put off with a word where there is one, the next ends the process.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Action<string> _say;
    private readonly InterruptionMessages _words;
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    /// <param name="say">Tells the user what happens.</param>
    /// <param name="words">Null for those of a run in this process.</param>
    public Interruption(Action<string> say, InterruptionMessages? words = null)
    {
        _say = say;
        _words = words ?? InterruptionMessages.OfRun;
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Takes one signal.</summary>
    /// <returns>True when the process continues.</returns>
    internal bool Signal()
    {
        switch (Interlocked.Increment(ref _signals))
        {
            case 1:
                _say(_words.First);
                _source.Cancel();
                return true;
            case 2 when _words.Second is { } second:
                _say(second);
                return true;
            default:
                return false;
        }
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext context) => context.Cancel = Signal();
}
