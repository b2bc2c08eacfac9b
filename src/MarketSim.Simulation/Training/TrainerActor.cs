using Akka.Actor;
using MarketSim.Learning.Algorithms;

namespace MarketSim.Simulation.Training;

/// <summary>Learner's shell to its trainer: learn from these.</summary>
internal sealed record Train(IReadOnlyList<Trajectory> Trajectories);

/// <summary>Trainer to the learner's shell: done.</summary>
/// <param name="Failure">What the learner threw; null when it did not.</param>
internal sealed record Trained(IReadOnlyDictionary<string, double> Figures, Exception? Failure);

/// <summary>Learns, and nothing else: it may take long, on a thread of its own.</summary>
internal sealed class TrainerActor(ILearner learner) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is not Train train)
        {
            Unhandled(message);
            return;
        }

        Sender.Tell(Learn(train), Self);
    }

    private Trained Learn(Train train)
    {
        try
        {
            return new Trained(learner.Learn(train.Trajectories), Failure: null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What becomes of the run the shell decides.
            return new Trained(new Dictionary<string, double>(StringComparer.Ordinal), exception);
        }
    }
}
