using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Progress;

/// <summary>A line now and then, for files and pipes: often at first, then rarely, so that long runs do not fill logs.</summary>
internal sealed class PlainProgress(TextWriter output, TextWriter error, ProgressFormatter words, RunSpeed speed, TimeProvider timeProvider) : IProgressView
{
    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    private readonly long _start = timeProvider.GetTimestamp();
    private TimeSpan _next = MinPause;

    public void Report(RunProgress progress)
    {
        SpeedFigures figures = speed.Of(progress);
        TimeSpan elapsed = timeProvider.GetElapsedTime(_start);
        if (elapsed < _next)
        {
            return;
        }

        _next = elapsed + TimeSpan.FromTicks(Math.Clamp(elapsed.Ticks, MinPause.Ticks, MaxPause.Ticks));
        string last = ProgressFormatter.Training(progress) ?? $"{words.Prices(progress)} · {ProgressFormatter.Counts(progress)}";
        output.WriteLine($"{ProgressFormatter.Percent(progress)} · {words.Clock(progress)} · {ProgressFormatter.Speed(figures)} · {last}");
    }

    public void Say(string message) => error.WriteLine($"marketsim: {message}");

    public async Task ShowUntilAsync(Task run)
    {
        await output.WriteLineAsync(words.Title).ConfigureAwait(false);
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
