using MarketSim.Agents.PolicyTrading;
using MarketSim.Environments.Bars;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Policies;
using MarketSim.Market.Data;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Bars;

/// <summary>
/// A scenario with its bars and folds: makes the environments of training and test. Each is given the bars that it may know and no others, so that
/// a training cannot see its test, nor a test the bars that were trained on.
/// </summary>
public sealed class BarsTask
{
    private readonly Bar[] _bars;
    private readonly TradingSettings _settings;

    /// <exception cref="ScenarioException">The file of the bars is gone, or has changed.</exception>
    public BarsTask(BarsScenario scenario)
        : this(scenario, Require(scenario).Data.Read(scenario.Seed))
    {
    }

    /// <param name="bars">In place of the scenario's own; as many.</param>
    internal BarsTask(BarsScenario scenario, IReadOnlyList<Bar> bars)
    {
        Scenario = scenario;
        _bars = [.. bars];
        Folds = scenario.Split.Of(_bars.Length);
        ReadOnlySpan<Bar> known = _bars.AsSpan(0, Folds[0].Test.Start);
        AnnualBars = scenario.Environment.AnnualBars(known);
        _settings = scenario.Environment.SettingsOf([], AnnualBars, MedianSeconds(known));
    }

    public BarsScenario Scenario { get; }

    public IReadOnlyList<Bar> Bars => _bars;

    /// <summary>In order of time.</summary>
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
    internal VectorEnvironment TrainingEnvironment(BarsTrainingName training)
    {
        BarRange range = Folds[training.Fold].Training;
        Bar[] known = _bars[range.Start..range.End];
        return new VectorEnvironment(training.Learner.Environments, _ => new TradingEnvironment(_settings with { Bars = known }));
    }

    /// <summary>
    /// The environment of one episode of a test: it knows its bars, and as many before them as an observation looks back over. The first decision
    /// follows the close before the first bar, so that every bar is traded.
    /// </summary>
    internal TradingEnvironment TestEnvironment(BarRange range) => new(_settings with
    {
        Bars = _bars[(range.Start - _settings.LookBackBars)..range.End],
        EpisodeBars = range.Count,
        HasRandomStart = false,
    });

    /// <summary>A policy of the training's architecture, with the weights that the training begins with.</summary>
    internal IPolicy CreatePolicy(BarsTrainingName training) => training.Learner.Algorithm.CreatePolicy(LearningTask(training));

    internal LearningTask LearningTask(BarsTrainingName training)
    {
        TradingEnvironment environment = TestEnvironment(Folds[training.Fold].Test);
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
    /// <summary>As files and folders are called; counts from 1.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Learner.Name}-fold{Fold + 1}-seed{Seed + 1}");
}
