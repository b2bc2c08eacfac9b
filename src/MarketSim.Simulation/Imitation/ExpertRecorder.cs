using MarketSim.Agents.Parameters;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Agents.Population;
using MarketSim.Agents.Strategies;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Engine.Replicas;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Rollouts;
using MarketSim.Market.Fingerprints;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Imitation;

/// <summary>Records what the agents of a group see and do, as demonstrations for a policy that is to learn from them.</summary>
public static class ExpertRecorder
{
    private const string Recording = "recording";

    /// <summary>Plays sessions of a scenario's market and records a group in them.</summary>
    /// <param name="scenario">A scenario in which no agent learns: learning groups act by their frozen or initial weights.</param>
    /// <param name="group">Of agents that follow a strategy, or of a learning type.</param>
    /// <param name="episodes">Sessions, at least 1; each agent of the group gives one demonstration per session.</param>
    /// <param name="learner">
    /// The learning group whose observations and actions are recorded; null for the one that the group demonstrates to, or else the group itself, or else the defaults
    /// of <c>behavioral_cloning</c>.
    /// </param>
    /// <param name="interrupt">Looked at after each session.</param>
    /// <exception cref="ScenarioException">There is no such group.</exception>
    public static DemonstrationSet Record(Scenario scenario, string group, int episodes, string? learner = null, Action<int>? progress = null, CancellationToken interrupt = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentOutOfRangeException.ThrowIfLessThan(episodes, 1);
        Demonstration[] recorded = [.. Trajectories(scenario, group, episodes, learner, progress, interrupt).Select(DemonstrationOf)];
        return new DemonstrationSet(recorded, $"{scenario.Name}: {group}", MarketObserver.Names, NamesOf(recorded[0].ActionSize));
    }

    /// <summary>The recorded sessions as trajectories, in order of (session, agent); of a curriculum at its last stage.</summary>
    /// <inheritdoc cref="Record"/>
    internal static IReadOnlyList<Trajectory> Trajectories(
        Scenario scenario, string group, int episodes, string? learner, Action<int>? progress = null, CancellationToken interrupt = default)
    {
        int number = IndexOf(scenario, group);
        ScenarioAgents expert = scenario.Agents[number];
        MarketDefinition market = WithRecorder(scenario, number, ParametersOf(scenario, expert, learner));
        int stage = market.Curriculum is { } curriculum ? curriculum.Stages.Count - 1 : 0;
        var replica = new Replica(market);
        var recorded = new List<Trajectory>();
        for (int episode = 0; episode < episodes; episode++)
        {
            interrupt.ThrowIfCancellationRequested();
            ReplicaEpisode ended = replica.Run(episode: 0, EpisodeSeed(scenario.Seed, episode), Fingerprint.None(), stage);
            recorded.AddRange(ended.Messages
                .Where(message => message.To == ParticipantAddress.Learner(Recording))
                .SelectMany(message => ((TrajectoryBatch)message.Content).Segments)
                .Order()
                .Select(static segment => segment.Trajectory));
            progress?.Invoke(episode + 1);
        }

        return recorded.Count > 0
            ? recorded
            : throw new ScenarioException([new ScenarioProblem(scenario.Name, 0, $"the group {group} made no decision in {episodes} sessions; give it more sessions or a shorter interval between its wake-ups", ScenarioProblemCode.Conflict)]);
    }

    /// <summary>The seed of a recorded session: the first is that of a run of the scenario.</summary>
    public static ulong EpisodeSeed(ulong seed, int episode) => episode == 0
        ? seed
        : new Numerics.Randomness.RandomStream(seed, Numerics.Randomness.RandomPurpose.Demonstration, group: 3, episode).NextUInt64();

    private static MarketDefinition WithRecorder(Scenario scenario, int number, ParameterSet parameters)
    {
        MarketDefinition market = scenario.ToMarket();
        var strategyMarket = new StrategyMarket(scenario.Market.Instrument, scenario.Market.Session, scenario.Market.InitialPrice) { Activity = scenario.Market.Activity };
        AgentGroup[] groups = [.. market.Population.Groups.Select(static group => group with { DemonstratesTo = null })];
        AgentGroup expert = groups[number];
        if (expert.Agent is LearningAgent learning)
        {
            LearningAgent named = learning.Named(Recording);
            groups[number] = expert with { Agent = named, CreateStrategy = named.CreateFactory(strategyMarket, records: true) };
        }
        else
        {
            Func<IStrategy> create = expert.Agent.CreateFactory(strategyMarket);
            var rules = TradingRules.From(parameters, strategyMarket);
            groups[number] = expert with { CreateStrategy = () => new DemonstratingStrategy(create(), rules), DemonstratesTo = Recording };
        }

        return market with { Population = new Population(groups) };
    }

    private static ParameterSet ParametersOf(Scenario scenario, ScenarioAgents expert, string? learner)
    {
        if (learner is not null)
        {
            return scenario.Agents[IndexOf(scenario, learner)].Agent is LearningAgent named
                ? named.Parameters
                : throw new ScenarioException([new ScenarioProblem(scenario.Name, 0, $"the group {learner} is of no learning type, so it says nothing of what is observed; name another", ScenarioProblemCode.Conflict)]);
        }

        ScenarioAgents? imitator = scenario.Agents.FirstOrDefault(group => expert.DemonstratesTo is { } policy && group.LearnsFrom(policy));
        return imitator?.Agent.Parameters ?? (expert.Agent as LearningAgent ?? new LearningAgent("behavioral_cloning")).Parameters;
    }

    private static int IndexOf(Scenario scenario, string group)
    {
        int number = scenario.Agents.ToList().FindIndex(agents => agents.Name == group);
        return number >= 0 ? number : throw new ScenarioException(
            [new ScenarioProblem(scenario.Name, 0, $"there is no group {group}; {NearestName.Suggest(group, scenario.Agents.Select(static agents => agents.Name))}", ScenarioProblemCode.UnknownName)]);
    }

    private static Demonstration DemonstrationOf(Trajectory trajectory) => new(
        trajectory.Length,
        trajectory.Observations,
        trajectory.Actions,
        trajectory.FinalObservation,
        trajectory.Rewards.Length == trajectory.Length ? [.. trajectory.Rewards.Select(static reward => (double)reward)] : null,
        trajectory.End);

    private static string[] NamesOf(int actionSize) => actionSize == 2 ? ["bid_distance", "ask_distance"] : ["trade"];
}
