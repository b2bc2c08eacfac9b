using System.Runtime.InteropServices;

namespace MarketSim.Cli.Sessions;

/// <summary>
/// Turns SIGINT (Ctrl-C), SIGTERM and SIGHUP (the terminal is gone) into a checkpoint: the first asks for it, the second is put off with a word, the third ends the process.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Action<string> _say;
    private readonly PosixSignalRegistration[] _registrations;
    private int _signals;

    /// <param name="say">Tells the user what happens.</param>
    public Interruption(Action<string> say)
    {
        _say = say;
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Takes one signal.</summary>
    /// <returns>Whether the process goes on.</returns>
    internal bool Signal()
    {
        switch (Interlocked.Increment(ref _signals))
        {
            case 1:
                _say("stopping; a checkpoint is being written");
                _source.Cancel();
                return true;
            case 2:
                _say("the checkpoint is still being written; once more ends the process without it");
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
