using MarketSim.Agents.PolicyTrading;
using MarketSim.Environments.Bars;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Policies;
using MarketSim.Market.Data;
using MarketSim.Market.Data.Bars;

namespace MarketSim.Scenarios.Bars;

/// <summary>
/// A scenario with its bars and folds: makes the environments of training and test. Each is given the bars that it may know and no others, so that
/// a training cannot see its test, nor a test the bars that were trained on.
/// </summary>
public sealed class BarsTask
{
    private readonly BarSeries _bars;
    private readonly TradingSettings _settings;
    private readonly int[] _holes;

    /// <exception cref="ScenarioException">The file of the bars is gone, or has changed.</exception>
    public BarsTask(BarsScenario scenario)
        : this(scenario, Require(scenario).Data.Read(scenario.Seed))
    {
    }

    private BarsTask(BarsScenario scenario, BarReading reading)
        : this(scenario, reading.Bars) => Warnings = reading.Warnings;

    /// <param name="bars">In place of the scenario's own; as many.</param>
    internal BarsTask(BarsScenario scenario, IReadOnlyList<Bar> bars)
    {
        Scenario = scenario;
        _bars = BarSeries.Of(bars);
        _holes = [.. _bars.Breaks.Where(gap => gap.Kind == BarBreakKind.Hole).Select(gap => gap.Bar)];
        Folds = scenario.Split.Of(_bars.Count);
        ReadOnlySpan<Bar> known = _bars.Span[..Folds[0].Test.Start];
        AnnualBars = scenario.Environment.AnnualBars(known);
        _settings = scenario.Environment.SettingsOf([], AnnualBars, MedianSeconds(known));
    }

    /// <summary>The scenario.</summary>
    public BarsScenario Scenario { get; }

    /// <summary>All bars, training and test.</summary>
    public BarSeries Bars => _bars;

    /// <summary>Warnings of the file of the bars, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; } = [];

    /// <summary>The folds in order of time.</summary>
    public IReadOnlyList<WalkForwardSplit> Folds { get; }

    /// <summary>Bars in a year, as counted before the first test, or as stated.</summary>
    public double AnnualBars { get; }

    /// <summary>The trainings of the scenario: by learner, then fold, then seed.</summary>
    public IReadOnlyList<BarsTrainingName> Trainings =>
    [
        .. Scenario.Learners.SelectMany(learner => Enumerable.Range(0, Folds.Count)
            .SelectMany(fold => Enumerable.Range(0, learner.Seeds).Select(seed => new BarsTrainingName(learner, fold, seed)))),
    ];

    /// <summary>Environments of a fold's training: they know its training bars only.</summary>
    public VectorEnvironment TrainingEnvironment(BarsTrainingName training)
    {
        TradingSettings settings = TrainingSettings(training.Fold);
        return new VectorEnvironment(training.Learner.Environments, _ => new TradingEnvironment(settings));
    }

    /// <summary>An environment of a fold's training bars; it knows no others.</summary>
    /// <param name="fold">From 0.</param>
    public TradingEnvironment CreateTrainingEnvironment(int fold) => new(TrainingSettings(fold));

    /// <summary>An environment of the first stretch of a fold's test, from its first bar on, with the bars before it that an observation looks back over.</summary>
    /// <param name="fold">From 0.</param>
    public TradingEnvironment CreateTestEnvironment(int fold) => TestEnvironment(StretchesOf(Folds[fold].Test)[0]);

    private TradingSettings TrainingSettings(int fold)
    {
        BarRange range = Folds[fold].Training;
        return _settings with { Bars = _bars.Slice(range.Start, range.Count) };
    }

    /// <summary>
    /// The environment of one episode of a test: it knows its bars, and as many before them as an observation looks back over. The first decision
    /// follows the close before the first bar, so that every bar is traded.
    /// </summary>
    /// <param name="range">Without a break, and with no hole in the look-back before it.</param>
    public TradingEnvironment TestEnvironment(BarRange range) => new(_settings with
    {
        Bars = _bars.Slice(range.Start - _settings.LookBackBars, range.Count + _settings.LookBackBars),
        EpisodeBars = range.Count,
        HasRandomStart = false,
    });

    /// <summary>
    /// The parts of a test that are traded: between breaks, each but for the first bar of a session, before which there is no decision, and behind a hole for the
    /// look-back.
    /// </summary>
    public IReadOnlyList<BarRange> StretchesOf(BarRange test) => StretchesOf(_bars, test, _settings.LookBackBars);

    /// <inheritdoc cref="StretchesOf(BarRange)"/>
    internal static IReadOnlyList<BarRange> StretchesOf(BarSeries bars, BarRange test, int lookBackBars)
    {
        List<BarRange> stretches = [];
        (int start, int afterHole) = (test.Start, 0);
        foreach (BarBreak gap in bars.Breaks.Append(new BarBreak(int.MaxValue, BarBreakKind.Session)))
        {
            int end = Math.Min(gap.Bar, test.End);
            int first = Math.Max(start, afterHole > 0 ? afterHole + lookBackBars : 0);
            if (first < end)
            {
                stretches.Add(new BarRange(first, end));
            }

            if (gap.Bar >= test.End)
            {
                break;
            }

            start = Math.Max(test.Start, gap.Bar + 1);
            afterHole = gap.Kind == BarBreakKind.Hole ? gap.Bar : afterHole;
        }

        return stretches;
    }

    /// <summary>True for a test bar that its figures exclude: it follows a hole, so that nothing could be observed before it.</summary>
    public bool IsBehindHole(int bar) =>
        Array.Exists(_holes, hole => hole <= bar && bar < hole + _settings.LookBackBars);

    /// <summary>A policy of the training's architecture, with the weights that the training begins with.</summary>
    public IPolicy CreatePolicy(BarsTrainingName training) => training.Learner.Algorithm.CreatePolicy(LearningTask(training));

    /// <summary>Spaces, seed and length of episodes of a training, as its learner is made from them.</summary>
    public LearningTask LearningTask(BarsTrainingName training)
    {
        TradingEnvironment environment = TestEnvironment(StretchesOf(Folds[training.Fold].Test)[0]);
        return training.Learner.TaskOf(Scenario.Seed, training.Fold, training.Seed, environment.ObservationSpace, environment.ActionSpace, Scenario.Environment.EpisodeBars);
    }

    private static BarsScenario Require(BarsScenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario;
    }

    // Nights and weekends are no bars: the median is what a bar takes.
    internal static double MedianSeconds(ReadOnlySpan<Bar> bars)
    {
        double[] seconds = new double[bars.Length - 1];
        for (int i = 0; i < seconds.Length; i++)
        {
            seconds[i] = (bars[i + 1].Time - bars[i].Time).TotalSeconds;
        }

        Array.Sort(seconds);
        return seconds[seconds.Length / 2];
    }
}

/// <summary>One training of a scenario.</summary>
/// <param name="Fold">From 0.</param>
/// <param name="Seed">From 0.</param>
public readonly record struct BarsTrainingName(BarsLearner Learner, int Fold, int Seed)
{
    /// <summary>The name in files and folders; counts from 1.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Learner.Name}-fold{Fold + 1}-seed{Seed + 1}");
}
