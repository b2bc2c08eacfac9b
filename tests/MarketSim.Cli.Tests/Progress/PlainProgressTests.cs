using MarketSim.Cli.Progress;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Tests.Progress;

public sealed class PlainProgressTests
{
    private readonly ManualTime _time = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly PlainProgress _progress;

    public PlainProgressTests()
    {
        Scenario scenario = ScenarioReader.Read(Workplace.SmallScenario, "small.yaml");
        _progress = new PlainProgress(_output, TextWriter.Null, new ProgressFormatter(scenario, "runs/x"), new RunSpeed(_time), _time);
    }

    [Fact]
    public void Line_tells_share_clock_pace_prices_and_counts()
    {
        _progress.Report(At(tick: 60));
        _time.Advance(TimeSpan.FromSeconds(6));
        _progress.Report(At(tick: 360));

        Assert.Equal("60 % · 09:36:00 · 50 ticks/s · 5 s left · last 100.01 · spread 0.03 · 1,234 orders · 567 trades\n", _output.ToString());
    }

    [Fact]
    public void Training_tells_episodes_and_how_each_learner_does()
    {
        _progress.Report(At(tick: 60));
        _time.Advance(TimeSpan.FromSeconds(6));
        _progress.Report(At(tick: 360) with
        {
            Training = new TrainingStatus(12, 100, [new LearnerStatus("ppo", -3.256, 31, 0.25), new LearnerStatus("a2c", double.NaN, 1_200, 0)]),
        });

        Assert.Equal(
            "60 % · 09:36:00 · 50 ticks/s · 5 s left · 12 of 100 episodes · ppo: reward -3.26, 31 updates, lag 0.3 · a2c: reward -, 1,200 updates, lag 0\n",
            _output.ToString());
    }

    [Fact]
    public void Options_that_have_collapsed_into_one_sound_the_alarm()
    {
        _progress.Report(At(tick: 60));
        _time.Advance(TimeSpan.FromSeconds(6));
        _progress.Report(At(tick: 360) with
        {
            Training = new TrainingStatus(12, 100, [new LearnerStatus("led-controller", 1, 2, 0) { HaveOptionsCollapsed = true }]),
        });

        Assert.EndsWith("led-controller: reward 1, 2 updates, lag 0, ALARM: the options have collapsed into one\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_become_rarer_as_a_run_grows_long()
    {
        for (int second = 0; second < 600; second++)
        {
            _progress.Report(At(tick: second));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        // After 5, 10, 20, 40 and 80 seconds, then every minute.
        Assert.Equal(13, _output.ToString().Count(character => character == '\n'));
    }

    [Fact]
    public async Task Run_that_fails_is_left_to_its_caller()
    {
        await _progress.ShowUntilAsync(Task.FromException(new InvalidOperationException()));

        Assert.Equal("small  seed 3  100 agents  runs/x\n", _output.ToString());
    }

    private static RunProgress At(long tick) =>
        new(tick, 600, new Price(10_001), SpreadTicks: 3, new VenueCounters { Orders = 1_234, Trades = 567 }, Messages: 0);
}
