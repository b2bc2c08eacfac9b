using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Scenarios;

namespace MarketSim.Simulation.Training;

/// <summary>Tells whether a finished training was the beginning, or the continuation, of another.</summary>
internal static class TrainedEpisodes
{
    /// <summary>Number of episodes of a scenario's training that a checkpoint holds.</summary>
    /// <returns>Null when it is not of a finished training, or of one that differs by more than the number of its episodes.</returns>
    public static int? Of(Scenario scenario, CheckpointManifest manifest)
    {
        if (scenario.Training is not { } training || manifest.Status != RunStatus.Finished)
        {
            return null;
        }

        int episodes = (int)((manifest.Tick + 1) / scenario.Calendar.TicksPerEpisode);
        Scenario trained = scenario with { Training = training with { Episodes = episodes } };
        return episodes > 0 && trained.Digest() == manifest.ScenarioDigest ? episodes : null;
    }
}
