using MarketSim.Experiments.Sweeps;
using MarketSim.Reporting.Sweeps;
using MarketSim.Reporting.Tests.Runs;
using MarketSim.Scenarios.Reading;

namespace MarketSim.Reporting.Tests.Sweeps;

public sealed class SweepMeasurementsTests : IDisposable
{
    private readonly TemporaryFolder _run = SmallRun.Create();
    private readonly TemporaryFolder _sweep = new();

    public void Dispose()
    {
        _run.Dispose();
        _sweep.Dispose();
    }

    [Fact]
    public void Market_is_measured_to_twelve_digits_and_figures_that_it_is_too_short_for_are_left_out()
    {
        RunMeasurement measure = SweepMeasurements.Of(SweepOf("quickstart"));

        // Three of four samples have both sides: (1 + 2 + 1) / 3. No two samples are a minute apart.
        Assert.Equal([new("spread", 1.33333333333m)], measure(_run.Path));
    }

    [Fact]
    public void Rewards_at_the_end_of_a_training_are_those_of_its_learners()
    {
        SyntheticTraining.AddTo(_run.Path, ticks: 400, episodes: 20);

        IReadOnlyList<KeyValuePair<string, decimal>> figures = SweepMeasurements.Of(SweepOf("multi-agent-training"))(_run.Path);

        Assert.Equal(["spread", "reward_PPO", "reward_A2C"], figures.Select(figure => figure.Key), StringComparer.Ordinal);
        Assert.All(figures.Skip(1), reward => Assert.InRange(reward.Value, 1, 100));
    }

    private SweepFolder SweepOf(string scenario) => SweepFolder.Open(_sweep.Path, ScenarioCatalog.Read(scenario), "sweep");
}
