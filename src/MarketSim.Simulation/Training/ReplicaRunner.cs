using Akka.Actor;
using MarketSim.Engine.Participants;
using MarketSim.Engine.Replicas;
using MarketSim.Market.Fingerprints;

namespace MarketSim.Simulation.Training;

/// <summary>Replica to its runner: run an episode with these weights; policies without keep their initial ones.</summary>
/// <param name="Stage">Of the episode, where there is a curriculum.</param>
internal sealed record RunReplicaEpisode(int Episode, int Stage, IReadOnlyList<PublishedWeights> Weights);

/// <summary>Runner to replica: an episode is over.</summary>
/// <param name="Messages">Trajectory segments for the learners, rows and fingerprint for the market.</param>
internal sealed record ReplicaEpisodeEnded(IReadOnlyList<ParticipantMessage> Messages, Exception? Failure);

/// <summary>Runs episodes of a replica of the market, on a dedicated thread.</summary>
internal sealed class ReplicaRunner(Replica market, int replica) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is not RunReplicaEpisode run)
        {
            Unhandled(message);
            return;
        }

        Sender.Tell(Run(run), Self);
    }

    private ReplicaEpisodeEnded Run(RunReplicaEpisode run)
    {
        try
        {
            foreach (PublishedWeights weights in run.Weights)
            {
                market.SetWeights(weights);
            }

            var fingerprint = new Fingerprint(market.Calendar.TickCount);
            ReplicaEpisode ended = market.Run(run.Episode, market.Calendar.SeedOf(run.Episode, replica), fingerprint, run.Stage);
            return new ReplicaEpisodeEnded(
                [
                    new ParticipantMessage(ParticipantAddress.Market, new EpisodeResults(ended.Rows)),
                    new ParticipantMessage(ParticipantAddress.Market, new ReplicaFingerprint(replica, Convert.FromHexString(fingerprint.Value))),
                    .. ended.Messages,
                ],
                Failure: null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new ReplicaEpisodeEnded([], exception);
        }
    }
}
