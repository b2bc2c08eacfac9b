using MarketSim.Scenarios.Reading;

namespace MarketSim.Scenarios.Tests;

public sealed class RealisticWeekTests
{
    /// <summary>The two files are alike but for these lines: a change of one is a change of both.</summary>
    [Fact]
    public void Realistic_week_differs_from_the_day_in_its_session_only()
    {
        Scenario day = ScenarioCatalog.Read("realistic");
        Scenario week = ScenarioCatalog.Read("realistic-week");

        Scenario shortened = week with
        {
            Name = day.Name,
            Description = day.Description,
            Market = week.Market with { Session = day.Market.Session, Activity = day.Market.Activity },
        };

        Assert.Equal(ScenarioWriter.Write(day), ScenarioWriter.Write(shortened));
        Assert.NotEqual(day.Market.Session, week.Market.Session);
    }
}
