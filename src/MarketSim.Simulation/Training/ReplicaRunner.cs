using Akka.Actor;
using MarketSim.Agents.PolicyTrading;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Venues;
using MarketSim.Simulation.Running;

namespace MarketSim.Simulation.Training;

/// <summary>Replica to its runner: run an episode with these weights; policies without stay at their first ones.</summary>
internal sealed record RunReplicaEpisode(int Episode, IReadOnlyList<PublishedWeights> Weights);

/// <summary>Runner to replica: an episode is over.</summary>
/// <param name="Mail">Experience for the learners, and the rows and the fingerprint for the market.</param>
internal sealed record ReplicaEpisode(IReadOnlyList<Mail> Mail, Exception? Failure);

/// <summary>Runs episodes of a copy of the market, on a thread of its own.</summary>
internal sealed class ReplicaRunner(EpisodeMarket market, EpisodeCalendar calendar, int replica) : UntypedActor
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

    private ReplicaEpisode Run(RunReplicaEpisode run)
    {
        try
        {
            foreach (PublishedWeights weights in run.Weights)
            {
                market.Policies.SetWeights(weights);
            }

            TradingSession session = calendar.SessionOf(run.Episode);
            var fingerprint = new Fingerprint(calendar.TickCount);
            EpisodeClose close = market.Run(session, calendar.SeedOf(run.Episode, replica), fingerprint);
            var mail = new List<Mail>
            {
                new(MailAddress.Market, TrainingMail.OfEpisodeRows(market.Rows(close, run.Episode, replica))),
                new(MailAddress.Market, TrainingMail.OfReplicaFingerprint(replica, fingerprint.Value)),
            };
            foreach ((string policy, IReadOnlyList<Experience> experience) in market.TakeExperience())
            {
                if (experience.Count > 0)
                {
                    mail.Add(new Mail(MailAddress.Learner(policy), TrainingMail.OfExperience(replica, experience)));
                }
            }

            return new ReplicaEpisode(mail, Failure: null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new ReplicaEpisode([], exception);
        }
    }
}
