using System.Globalization;
using MarketSim.Cli.Terminal;
using MarketSim.Engine.Episodes;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Progress;

/// <summary>Says in words where a run stands.</summary>
internal sealed class ProgressFormatter(Scenario scenario, string folder)
{
    public string Title => $"{scenario.Name}  seed {Invariant(scenario.Seed, "0")}  {Invariant(scenario.AgentCount, "N0")} agents  {CommandPath.Of(folder)}";

    public static string Percent(RunProgress progress) =>
        Invariant(100.0 * progress.Tick / progress.TickCount, "0") + " %";

    /// <summary>Simulated time of day; days beyond the first are counted. Of a training, after the episode, whose clock it is.</summary>
    public string Clock(RunProgress progress)
    {
        if (scenario.Training is null)
        {
            return Clock(scenario.Market.Session.OpenOf(progress.Tick));
        }

        TradingSession session = scenario.Market.Session;
        var calendar = new EpisodeCalendar(session, scenario.Seed, scenario.Training.Episodes);
        int episode = Math.Min(calendar.EpisodeOf(progress.Tick), calendar.Episodes - 1);
        long tick = Math.Min(progress.Tick - (episode * calendar.TicksPerEpisode), session.TickCount);
        return $"episode {Invariant(episode + 1, "N0")} {Clock(session.OpenOf(tick))}";
    }

    private static string Clock(SimulatedTime time)
    {
        var span = TimeSpan.FromSeconds(time.Nanoseconds / SimulatedTime.NanosecondsPerSecond);
        string clock = span.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);
        return span.Days > 0 ? $"day {Invariant(span.Days + 1, "0")} {clock}" : clock;
    }

    public static string Speed(SpeedFigures speed) => speed is { TicksPerSecond: { } rate, Left: { } left }
        ? $"{Invariant(rate, "N0")} ticks/s · {Span(left)} left"
        : "starting";

    public string Prices(RunProgress progress)
    {
        string spread = progress.SpreadTicks is { } ticks ? Currency(ticks * scenario.Market.Instrument.TickSize) : "none";
        return $"last {Currency(scenario.Market.Instrument.ToCurrency(progress.LastPrice))} · spread {spread}";
    }

    public static string Counts(RunProgress progress) =>
        $"{Invariant(progress.Counters.Orders, "N0")} orders · {Invariant(progress.Counters.Trades, "N0")} trades";

    /// <summary>The text of a training's progress; null for a run without training.</summary>
    public static string? Training(RunProgress progress) => progress.Training is not { } training
        ? null
        : string.Join(
            " · ",
            training.Learners.Select(Learner).Concat(Stage(training.Curriculum)).Prepend($"{Invariant(training.EndedEpisodes, "N0")} of {Invariant(training.Episodes, "N0")} episodes"));

    private static IEnumerable<string> Stage(CurriculumStatus? curriculum) => curriculum is null
        ? []
        : [$"stage {Invariant(curriculum.Stage, "0")} ({curriculum.Name}){(curriculum.Evaluation.Length > 0 ? $"; last evaluation: {curriculum.Evaluation}" : string.Empty)}"];

    private static string Learner(LearnerStatus learner)
    {
        string reward = double.IsNaN(learner.MeanReward) ? "-" : Invariant(learner.MeanReward, "0.##");
        return $"{learner.Policy}: reward {reward}, {Invariant(learner.Updates, "N0")} updates, lag {Invariant(learner.Lag, "0.#")}{(learner.HaveOptionsCollapsed ? ", ALARM: the options have collapsed into one" : string.Empty)}";
    }

    private static string Span(TimeSpan span) => span switch
    {
        { TotalHours: >= 1 } => $"{Invariant((long)span.TotalHours, "0")}:{Invariant(span.Minutes, "00")} h",
        { TotalMinutes: >= 1 } => $"{Invariant(span.Minutes, "0")}:{Invariant(span.Seconds, "00")} min",
        _ => $"{Invariant(span.Seconds, "0")} s",
    };

    private string Currency(decimal amount) => Invariant(amount, $"F{scenario.Market.Instrument.TickSize.Scale}");

    private static string Invariant(IFormattable value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
