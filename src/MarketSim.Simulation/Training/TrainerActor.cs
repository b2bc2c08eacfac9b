using Akka.Actor;
using MarketSim.Engine.Definitions;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Rollouts;
using MarketSim.Scenarios;
using MarketSim.Simulation.Imitation;

namespace MarketSim.Simulation.Training;

/// <summary>Learner's shell to its trainer: learn from these.</summary>
internal sealed record Train(IReadOnlyList<Trajectory> Trajectories);

/// <summary>Learner's shell to its trainer: begin as the clone that the policy is to begin as.</summary>
internal sealed record Imitate(Scenario Scenario, PolicyDefinition Policy);

/// <summary>Trainer to the learner's shell: done.</summary>
/// <param name="Failure">Exception of the learner; null for none.</param>
internal sealed record Trained(IReadOnlyDictionary<string, double> Figures, Exception? Failure);

/// <summary>Learns, and nothing else: it may take long, on a dedicated thread.</summary>
internal sealed class TrainerActor(ILearner learner) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Train train:
                Sender.Tell(Done(() => learner.Learn(train.Trajectories)), Self);
                break;
            case Imitate imitate:
                Sender.Tell(Done(() => ImitatedStart.Apply(learner, imitate.Scenario, imitate.Policy)), Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static Trained Done(Func<IReadOnlyDictionary<string, double>> work)
    {
        try
        {
            return new Trained(work(), Failure: null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What becomes of the run the shell decides.
            return new Trained(new Dictionary<string, double>(StringComparer.Ordinal), exception);
        }
    }
}
