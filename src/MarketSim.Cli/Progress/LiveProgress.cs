using MarketSim.Simulation.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MarketSim.Cli.Progress;

/// <summary>A few lines that are redrawn in place.</summary>
internal sealed class LiveProgress(IAnsiConsole console, ProgressFormatter words, RunSpeed speed, TimeProvider timeProvider) : IProgressView
{
    private const int MaxBarWidth = 60;

    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(250);

    private volatile RunProgress? _latest;
    private volatile string _said = string.Empty;

    public void Report(RunProgress progress) => _latest = progress;

    public void Say(string message) => _said = message;

    public async Task ShowUntilAsync(Task run)
    {
        await console.Live(Draw(null)).AutoClear(true).StartAsync(async context =>
        {
            while (!run.IsCompleted)
            {
                context.UpdateTarget(Draw(_latest));
                using var redraw = new CancellationTokenSource();
                await Task.WhenAny(run, Task.Delay(RedrawInterval, timeProvider, redraw.Token)).ConfigureAwait(false);
                await redraw.CancelAsync().ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    private IRenderable Draw(RunProgress? progress)
    {
        if (progress is null)
        {
            return new Rows(new Text(words.Title), new Text("starting"), new Text(_said));
        }

        return new Rows(
            new Text(words.Title),
            Bar(progress),
            new Text($"{ProgressFormatter.Percent(progress)} · {words.Clock(progress)} · {ProgressFormatter.Speed(speed.Of(progress))}"),
            new Text($"{words.Prices(progress)} · {ProgressFormatter.Counts(progress)}"),
            new Text(ProgressFormatter.Training(progress) ?? _said),
            new Text(progress.Training is null ? string.Empty : _said));
    }

    private Text Bar(RunProgress progress)
    {
        int width = Math.Max(1, Math.Min(MaxBarWidth, console.Profile.Width - 1));
        int done = (int)(width * progress.Tick / progress.TickCount);
        return new Text(console.Profile.Capabilities.Unicode
            ? new string('█', done) + new string('░', width - done)
            : new string('#', done) + new string('-', width - done));
    }
}
