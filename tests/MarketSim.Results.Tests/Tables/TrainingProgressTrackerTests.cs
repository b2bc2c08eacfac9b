using MarketSim.Agents.PolicyTrading;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Hierarchical.Usage;
using MarketSim.Results.Tables;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Tests.Markets;

namespace MarketSim.Results.Tests.Tables;

public sealed class TrainingProgressTrackerTests
{
    [Fact]
    public void Alarm_of_a_controller_stays_until_its_next_episode_and_its_updates_never_count_back()
    {
        IReadOnlyList<PolicyDefinition> policies = PolicyDefinition.Of(SmallHierarchy.Scenario().ToMarket());
        int controller = policies.First(static policy => policy.OptionsPolicy is not null).Index;
        string name = policies[controller].Name;
        var tracker = new TrainingProgressTracker(episodes: 3, policies);

        tracker.Learned(Row(version: 5, ("lag", 2)));
        tracker.Learned(Row(version: 4, (OptionFigures.Collapsed, 1)));
        tracker.Learned(Row(version: 6, ("lag", 3)));

        LearnerStatus status = tracker.Status.Learners.Single(learner => learner.Policy == name);
        Assert.Equal((6, 3.0, true), (status.Updates, status.Lag, status.HaveOptionsCollapsed));
        Assert.All(tracker.Status.Learners.Where(learner => learner.Policy != name), static learner => Assert.False(learner.HaveOptionsCollapsed));

        tracker.Learned(Row(version: 6, (OptionFigures.Collapsed, 0)));
        Assert.False(tracker.Status.Learners.Single(learner => learner.Policy == name).HaveOptionsCollapsed);

        LearnerRow Row(long version, params (string Name, double Value)[] figures) => new(1, controller, new PolicyVersion(1, version), figures, string.Empty);
    }
}
