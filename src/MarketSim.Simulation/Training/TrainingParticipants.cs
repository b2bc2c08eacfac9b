using Akka.Actor;
using MarketSim.Learning.Algorithms;
using MarketSim.Simulation.Hosting;
using MarketSim.Simulation.Running;
using MarketSim.Simulation.Running.Participants;
using MarketSim.Simulation.Scenarios;

namespace MarketSim.Simulation.Training;

/// <summary>The participants that a training run has beside its partitions.</summary>
internal static class TrainingParticipants
{
    /// <summary>Of the nodes that should rather carry learners.</summary>
    public const string LearnerRole = "learner";

    /// <summary>Of the nodes that should rather carry copies of the market.</summary>
    public const string AgentsRole = "agents";

    /// <summary>A learner's load, in agents that are active on every tick.</summary>
    private const int LearnerWeight = 200;

    /// <summary>One learner for each policy that learns, and one for each copy of the market but the first; none without training.</summary>
    public static IReadOnlyList<ParticipantDefinition> Of(Scenario scenario) => Of(scenario, replay: null);

    /// <param name="replay">Of the run that is repeated; null for a run of its own.</param>
    /// <param name="trainer">Who carries out what a learner's shell orders; null for <see cref="TrainerActor"/>.</param>
    public static IReadOnlyList<ParticipantDefinition> Of(Scenario scenario, ReplayLog? replay, Func<ILearner, Props>? trainer = null)
    {
        if (scenario.Training is not { } training)
        {
            return [];
        }

        var population = new Population(scenario);
        return
        [
            .. ScenarioPolicies.Of(scenario, population).Where(policy => policy.Learns).Select(policy =>
            {
                var pace = new LearnerPace(
                    training.Mode == TrainingMode.Lockstep,
                    LookEveryTicks(scenario, policy),
                    replay?.CompletedBy(policy.Name) ?? new HashSet<long>(),
                    replay is not null);
                return new ParticipantDefinition(
                    MailAddress.Learner(policy.Name), LearnerRole, LearnerWeight, plan => new LearnerActor(plan, policy, pace, trainer ?? (static learner => ActorFactory.Of(() => new TrainerActor(learner)))));
            }),
            .. Enumerable.Range(1, training.Replicas - 1).Select(replica => new ParticipantDefinition(
                MailAddress.Replica(replica), AgentsRole, population.Count, plan => new ReplicaActor(plan, replica))),
        ];
    }

    // An asynchronous learner looks as often as its agents decide: weights that come between two decisions change nothing.
    private static long LookEveryTicks(Scenario scenario, ScenarioPolicy policy) =>
        Math.Max(1, policy.Agent.Parameters.Nanoseconds("decisionInterval") / scenario.Market.Session.TickNanoseconds);
}
