using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Progress;

/// <summary>
/// A view that goes quiet when its output cannot be written any more: a closed pipe or a full disk behind the output ends no run, and what is reported
/// on a thread of the run never throws there.
/// </summary>
internal sealed class ExpendableProgress(IProgressView view) : IProgressView
{
    private volatile bool _isQuiet;

    public void Report(RunProgress progress) => Try(() => view.Report(progress));

    public void Say(string message) => Try(() => view.Say(message));

    public async Task ShowUntilAsync(Task run)
    {
        try
        {
            await view.ShowUntilAsync(run).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfOutput(exception))
        {
            _isQuiet = true;
            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static bool IsOfOutput(Exception exception) => exception is IOException or ObjectDisposedException;

    private void Try(Action show)
    {
        if (_isQuiet)
        {
            return;
        }

        try
        {
            show();
        }
        catch (Exception exception) when (IsOfOutput(exception))
        {
            _isQuiet = true;
        }
    }
}
