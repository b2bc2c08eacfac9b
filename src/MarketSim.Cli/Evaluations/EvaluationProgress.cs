using System.Globalization;
using MarketSim.Cli.Results;
using MarketSim.Cli.Terminal;
using Spectre.Console;

namespace MarketSim.Cli.Evaluations;

/// <summary>A line on how far an evaluation or a training on bars is: redrawn in place on a terminal, now and then elsewhere.</summary>
internal sealed class EvaluationProgress(CommandConsole console, TimeProvider timeProvider, bool isShown, string unit = "episodes")
{
    private static readonly TimeSpan TerminalPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PlainPause = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly long _start = timeProvider.GetTimestamp();
    private readonly bool _redraws = console.IsTerminal && console.Rich().Profile.Capabilities.Ansi;
    private TimeSpan _next;

    public void Begin(string title)
    {
        if (isShown)
        {
            console.Output.WriteLine(title);
        }
    }

    public void Say(string message) => console.Error.WriteLine($"marketsim: {message}");

    /// <summary>Reports the progress; called on any thread.</summary>
    public void Report(long done, long total)
    {
        // Nothing done tells no speed.
        if (!isShown || done == 0)
        {
            return;
        }

        lock (_lock)
        {
            TimeSpan elapsed = timeProvider.GetElapsedTime(_start);
            if (elapsed < _next && !(_redraws && done == total))
            {
                return;
            }

            _next = elapsed + (_redraws ? TerminalPause : PlainPause);
            string line = Line(done, total, elapsed);
            if (_redraws)
            {
                // Over the line before, which may have been longer.
                console.Output.Write($"\r{line,-70}{(done == total ? Environment.NewLine : string.Empty)}");
            }
            else
            {
                console.Output.WriteLine(line);
            }
        }
    }

    private string Line(long done, long total, TimeSpan elapsed)
    {
        double rate = done / Math.Max(elapsed.TotalSeconds, 1e-3);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{100.0 * done / total:0} % · {Figures.Whole(done)} of {Figures.Whole(total)} {unit} · {Rate(rate)} {unit}/s · {Figures.Age(TimeSpan.FromSeconds((total - done) / rate))} left");
    }

    private static string Rate(double rate) => rate >= 100 ? Figures.Whole((long)rate) : rate.ToString("0.#", CultureInfo.InvariantCulture);
}
