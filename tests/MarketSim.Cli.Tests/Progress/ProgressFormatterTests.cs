using MarketSim.Cli.Progress;
using MarketSim.Cli.Tests.Commands;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Scenarios.Reading;
using MarketSim.Simulation.Running;

namespace MarketSim.Cli.Tests.Progress;

public sealed class ProgressFormatterTests
{
    /// <summary>A session of 300 ticks of a second from 09:30 and three closed ticks: however late the episode, its clock is its own.</summary>
    [Theory]
    [InlineData(0, "episode 1 09:30:00")]
    [InlineData(300, "episode 1 09:35:00")]
    [InlineData(302, "episode 1 09:35:00")]
    [InlineData(303, "episode 2 09:30:00")]
    [InlineData((2 * 303) + 75, "episode 3 09:31:15")]
    [InlineData(3 * 303, "episode 3 09:35:00")]
    public void Clock_of_a_training_is_that_of_the_episode(long tick, string expected)
    {
        var words = new ProgressFormatter(ScenarioReader.Read(EvaluateCommandTests.LearningMarket, "training.yaml"), "runs/x");

        Assert.Equal(expected, words.Clock(At(tick)));
    }

    private static RunProgress At(long tick) => new(tick, 909, new Price(10_001), SpreadTicks: 3, default(VenueCounters), Messages: 0);
}
