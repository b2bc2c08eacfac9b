using System.Globalization;
using MarketSim.Environments.Bars;
using MarketSim.Environments.Bars.Rules;
using MarketSim.Environments.Rewards;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Hierarchical;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Training;
using MarketSim.Market.Data;
using MarketSim.Market.Data.Bars;
using MarketSim.TestKit;
using Xunit.Abstractions;

namespace MarketSim.Environments.Tests.Bars;

/// <summary>
/// Hourly bars of EUR/USD in 2017, traded by a controller on daily and options on hourly bars, beside flat PPO with the same observations and rules: three
/// walk-forward folds, three seeds, costs of one basis point, nothing selected on the tests. A report, whatever comes out.
/// </summary>
public sealed class HierarchicalBarsReport(ITestOutputHelper output)
{
    private const string File = "ohlcv/FOREX_EURUSD_1H_ASK.csv";
    private const int Day = 24;
    private const long Steps = 50_000;

    [SharedDataFact(File)]
    public void Observations_of_days_and_hours_are_apart()
    {
        TradingSettings settings = SettingsOf(BarFile.Read(SharedDataFactAttribute.Require(File)), null);
        IReadOnlyList<int> slow = TradingEnvironment.FeaturesOf(settings, Day);
        IReadOnlyList<int> fast = TradingEnvironment.FeaturesOf(settings, 1, 4);
        int size = new TradingEnvironment(settings).ObservationSpace.Size;

        // Five numbers are common to both: the volatility, and four of the account.
        Assert.Equal(Enumerable.Range(size - 5, 5), slow.Intersect(fast));
        Assert.Equal(Enumerable.Range(0, size), slow.Union(fast).Order());
        Assert.Contains("Bars of length 7 are not observed; BarLengths has 1, 4, 24", Assert.Throws<ArgumentException>(() => TradingEnvironment.FeaturesOf(settings, 7)).Message, StringComparison.Ordinal);
    }

    [LongFact(nameof(HierarchicalBarsReport))]
    public void Days_over_hours()
    {
        IReadOnlyList<Bar> bars = BarFile.Read(SharedDataFactAttribute.Require(File));
        IReadOnlyList<WalkForwardSplit> splits = WalkForwardSplits.Of(bars.Count, folds: 3, SettingsOf(bars, null).LookBackBars);
        var changes = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        foreach (WalkForwardSplit split in splits)
        {
            TradingSettings training = SettingsOf(bars, split.Training);
            TradingSettings test = SettingsOf(bars, split.Test) with { HasRandomStart = false, EpisodeBars = split.Test.Count };
            for (ulong seed = 1; seed <= 3; seed++)
            {
                Add(changes, "hierarchy (days over hours)", PolicyChange(Trained(Hierarchy(training, seed)), test));
                Add(changes, "flat PPO", PolicyChange(Trained(Flat(training, seed)), test));
            }

            Add(changes, "buy and hold", RuleChange(new BuyAndHoldRule(), test));
            Add(changes, "momentum", RuleChange(new MomentumRule(), test));
            Add(changes, "mean reversion", RuleChange(new MeanReversionRule(), test));
            Add(changes, "flat position", RuleChange(new FlatRule(), test));
        }

        foreach ((string name, List<double> own) in changes)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: mean change of wealth per test {own.Average():P2}; {string.Join(' ', own.Select(change => change.ToString("P2", CultureInfo.InvariantCulture)))}"));
        }

        Assert.Equal(0, changes["flat position"].Sum());
    }

    private static TradingSettings SettingsOf(IReadOnlyList<Bar> bars, BarRange? playable) => new()
    {
        Bars = bars, Playable = playable, BarLengths = [1, 4, Day], Lags = 3, EpisodeBars = 10 * Day, CostRate = 0.0001, BarSeconds = 3_600,
        Annualisation = new Annualisation(252 * Day),
    };

    private static HierarchicalRL Hierarchy(TradingSettings settings, ulong seed) => new(
        new VectorEnvironment(8, _ => new TradingEnvironment(settings)),
        new HierarchicalSettings
        {
            NumOptions = 3, OptionLength = Day,
            MetaFeatures = TradingEnvironment.FeaturesOf(settings, Day), OptionFeatures = TradingEnvironment.FeaturesOf(settings, 1, 4),
            OptionParameters = Ppo([24, 24]), MetaParameters = new Dictionary<string, object>(Ppo([24, 24]), StringComparer.Ordinal) { ["stepsPerRollout"] = 10 },
        },
        seed);

    private static LearningAlgorithm Flat(TradingSettings settings, ulong seed) =>
        LearnerFactory.Create("PPO", new VectorEnvironment(8, _ => new TradingEnvironment(settings)), Ppo([48, 48]), seed);

    private static Dictionary<string, object> Ppo(int[] hiddenSizes) => new(StringComparer.Ordinal)
    {
        ["stepsPerRollout"] = 240, ["batchSize"] = 128, ["epochs"] = 5, ["learningRate"] = "lin_0.0003", ["entropyCoefficient"] = 0.005, ["hiddenSizes"] = hiddenSizes,
    };

    private static IPolicy Trained(LearningAlgorithm model)
    {
        model.Learn(Steps);
        return model.Policy;
    }

    private static double PolicyChange(IPolicy policy, TradingSettings test)
    {
        var environment = new TradingEnvironment(test);
        var batch = new PolicyBatch(policy.ObservationSpace.Size, policy.ActionSpace.Size, policy.StateSize);
        batch.Resize(1);
        environment.Reset(0, batch.Observation(0));
        StepResult result;
        do
        {
            policy.Act(batch, deterministic: true);
            policy.ClipAction(batch.Action(0));
            result = environment.Step(batch.Action(0), batch.Observation(0));
        }
        while (!result.IsLast);
        return (environment.Wealth / test.InitialCash) - 1;
    }

    private static double RuleChange(IBarRule rule, TradingSettings test)
    {
        var environment = new TradingEnvironment(test);
        float[] observation = new float[environment.ObservationSpace.Size];
        environment.Reset(0, observation);
        Bar[] bars = [.. test.Bars];
        StepResult result;
        do
        {
            result = environment.StepTo(rule.ShareOf(bars.AsSpan(0, environment.CurrentBar + 1), environment.Share, minShare: -1), observation);
        }
        while (!result.IsLast);
        return (environment.Wealth / test.InitialCash) - 1;
    }

    private static void Add(Dictionary<string, List<double>> changes, string name, double change)
    {
        if (!changes.TryGetValue(name, out List<double>? own))
        {
            changes.Add(name, own = []);
        }

        own.Add(change);
    }
}
