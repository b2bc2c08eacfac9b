using Akka.Actor;
using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Participants;
using MarketSim.Learning.Algorithms;
using MarketSim.Scenarios;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Participants;

namespace MarketSim.Simulation.Training;

/// <summary>The participants that a training run has beside its partitions.</summary>
public static class TrainingParticipants
{
    /// <summary>Role of the nodes that preferably host learners.</summary>
    public const string LearnerRole = "learner";

    /// <summary>Role of the nodes that preferably host replicas of the market.</summary>
    public const string AgentsRole = "agents";

    /// <summary>A learner's load, in agents that are active on every tick.</summary>
    private const int LearnerWeight = 200;

    /// <summary>A controller's load: it acts on a slower time scale.</summary>
    private const int ControllerWeight = 10;

    /// <summary>A curriculum's load, once its scale is measured: it acts once an episode.</summary>
    private const int CurriculumWeight = 1;

    /// <summary>
    /// One controller for each hierarchical policy; in a training also one learner for each policy that learns, those of controllers included, one
    /// participant for each replica of the market but the main one, and the curriculum where there is one.
    /// </summary>
    public static IReadOnlyList<ParticipantDefinition> Of(Scenario scenario) => Of(scenario, replay: null);

    /// <param name="replay">Of the run that is repeated; null for a run that is no repetition.</param>
    /// <param name="trainer">Creates the actor that executes a learner's updates; null for <see cref="TrainerActor"/>.</param>
    internal static IReadOnlyList<ParticipantDefinition> Of(Scenario scenario, ReplayLog? replay, Func<ILearner, Props>? trainer = null)
    {
        MarketDefinition market = scenario.ToMarket();
        ParticipantDefinition[] controllers =
        [
            .. PolicyDefinition.ControllersOf(market).Select(controller => new ParticipantDefinition(
                ParticipantAddress.Controller(controller.OptionsPolicy!).Value, LearnerRole, ControllerWeight, context => new MetaControllerActor(context, controller))),
        ];
        if (scenario.Training is not { } training)
        {
            return controllers;
        }

        return
        [
            .. PolicyDefinition.Of(market).Where(policy => policy.Learns).Select(policy =>
            {
                var publications = new PublicationSchedule(
                    training.Mode == TrainingMode.Lockstep,
                    PollEveryTicks(scenario, policy),
                    replay?.CompletedBy(policy.Name) ?? new HashSet<long>(),
                    replay is not null);
                return new ParticipantDefinition(
                    ParticipantAddress.Learner(policy.Name).Value, LearnerRole, LearnerWeight, context => new LearnerActor(context, policy, publications, trainer ?? (static learner => ActorFactory.Of(() => new TrainerActor(learner)))))
                {
                    NeedsTorch = policy.Agent.Engine.IsTorch,
                };
            }),
            .. Enumerable.Range(1, training.Replicas - 1).Select(replica => new ParticipantDefinition(
                ParticipantAddress.Replica(replica).Value, AgentsRole, market.Population.Count, context => new ReplicaActor(context, replica))
            {
                NeedsTorch = market.Population.Groups.Any(static group => group.Agent is LearningAgent { ActsOnTorch: true }),
            }),
            .. controllers,
            .. scenario.Curriculum is null
                ? Array.Empty<ParticipantDefinition>()
                : [new ParticipantDefinition(ParticipantAddress.Curriculum.Value, LearnerRole, CurriculumWeight, static context => new CurriculumActor(context))],
        ];
    }

    // An asynchronous learner polls as often as its agents decide: weights that come between two decisions change nothing.
    private static long PollEveryTicks(Scenario scenario, PolicyDefinition policy) =>
        Math.Max(1, policy.Agent.Parameters.Nanoseconds("decisionInterval") / scenario.Market.Session.TickNanoseconds);
}
