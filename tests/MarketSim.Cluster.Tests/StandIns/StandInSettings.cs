using MarketSim.Cluster.Membership;
using MarketSim.Cluster.Store;
using MarketSim.Engine.Definitions;
using MarketSim.Scenarios;
using MarketSim.Simulation.Participants;

namespace MarketSim.Cluster.Tests.StandIns;

/// <summary>How large and how slow a <see cref="StandInLearner"/> is.</summary>
internal sealed record StandInSettings
{
    /// <summary>What the participant and the agent group that it trades for are called.</summary>
    public const string Name = "stand-in";

    /// <summary>Floats of its state, 4 bytes each; at least 1.</summary>
    public int Floats { get; init; } = 16 << 10;

    /// <summary>Ticks between two updates; the result of one is due when the next begins.</summary>
    public long EveryTicks { get; init; } = 7;

    /// <summary>Messages to itself that an update takes.</summary>
    public int Slices { get; init; } = 8;

    /// <summary>Between two slices.</summary>
    public TimeSpan SlicePause { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>
    /// The YAML of the group that it trades for: one account that is funded and never acts by itself. Goes at the end of a scenario's <c>agents</c>.
    /// </summary>
    public static string Group => $$"""
        name: {{Name}}
        type: twap
        count: 1
        cash: 100000000
        inventory: 10000
        latency: { median: 1ms }
        parameters: { start: 100000h, duration: 1h }
        """;

    /// <summary>What a node is given as <c>NodeOptions.Participants</c>.</summary>
    public IReadOnlyList<ParticipantDefinition> Definitions(Scenario scenario) =>
        scenario.Agents.Any(agents => agents.Name == Name)
            ? [new ParticipantDefinition(Name, NodeRoles.Learner, Weight: 100, context => new StandInLearner(context, this))]
            : [];

    /// <summary>The account that its orders are sent for.</summary>
    public static int AccountIn(Population population) => population.Groups.Single(group => group.Name == Name).FirstAccount;
}
