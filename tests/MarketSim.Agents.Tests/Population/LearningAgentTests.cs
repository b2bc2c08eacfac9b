using MarketSim.Agents.Population;

namespace MarketSim.Agents.Tests.Population;

public sealed class LearningAgentTests
{
    [Fact]
    public void Target_entropy_of_continuous_actions_is_refused()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Sac("target"));

        Assert.Contains("targetEntropy is a share of the largest entropy of discrete actions", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0.3, Sac("discrete").Parameters["targetEntropy"]);
    }

    private static LearningAgent Sac(string actions) =>
        new("SAC", parameters: new Dictionary<string, string>(StringComparer.Ordinal) { ["actions"] = actions, ["targetEntropy"] = "30%" });
}
