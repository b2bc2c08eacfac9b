using Akka.Actor;
using MarketSim.Scenarios;
using MarketSim.Simulation.Curriculum;

namespace MarketSim.Simulation.Training;

/// <summary>Curriculum to its runner: measure the scale of scores.</summary>
internal sealed record MeasureReferences(Scenario Scenario);

/// <summary>Runner to curriculum: done.</summary>
/// <param name="References">By stage.</param>
internal sealed record ReferencesMeasured(IReadOnlyList<StageReference> References, Exception? Failure);

/// <summary>Plays the references of a curriculum, on a dedicated thread.</summary>
internal sealed class StageReferenceRunner : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is not MeasureReferences measure)
        {
            Unhandled(message);
            return;
        }

        Sender.Tell(Measure(measure.Scenario), Self);
    }

    private static ReferencesMeasured Measure(Scenario scenario)
    {
        try
        {
            return new ReferencesMeasured(MarketReferences.Measure(scenario), Failure: null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What becomes of the run the curriculum decides.
            return new ReferencesMeasured([], exception);
        }
    }
}
