using MarketSim.Market.Fingerprints;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Training;

namespace MarketSim.Simulation.Running;

// What a training run has beyond a session: episodes, mail, and what participants report.
internal sealed partial class MarketActor
{
    /// <summary>Names of the parts that only a training run has.</summary>
    private string[] TrainingParts => _plan.Scenario.Training is null ? [] : [PartNames.Training];

    private Venue CreateVenue(Fingerprint? fingerprint) =>
        EpisodeVenue.Create(_plan.Scenario, _plan.Population, Session, _calendar.SeedOf(_episode), this, fingerprint ?? new Fingerprint(_calendar.TickCount));

    private void BeginNextEpisode()
    {
        _venueCountersBefore = VenueCounters;
        _episode++;
        _venue = CreateVenue(_venue.Fingerprint);
        _competitors.BeginEpisode();
        _plan.Recorder.BeginEpisode(_venue.Ledger);
    }

    private void Deliver(IReadOnlyList<Mail> mail)
    {
        foreach (Mail item in mail)
        {
            if (item.To == MailAddress.Market)
            {
                TrainingMail.ReadForMarket(item.Content.Span, _notes);
            }
            else
            {
                _mail.Post(item, _tick + 1, _desks);
            }
        }
    }

    private void WriteNotes()
    {
        foreach (ReplicaFingerprint replica in _notes.TakeFingerprints())
        {
            _venue.Fingerprint.AddChain(_tick, replica.Value);
        }

        IReadOnlyList<EpisodeRow> episodes = _notes.TakeEpisodes();
        if (episodes.Count > 0)
        {
            _plan.Recorder.EpisodeEnded(_tick, EpisodeRows.Complete(episodes, _plan.Scenario, _plan.Population, _venue, _episode));
        }

        foreach (LearnerRow row in _notes.TakeLearners())
        {
            _plan.Recorder.Learned(row, _episode);
        }
    }

    private IEnumerable<PartContent> SaveTraining()
    {
        if (TrainingParts.Length == 0)
        {
            yield break;
        }

        _writer.Clear();
        _writer.WriteArrayHeader(2);
        _venueCountersBefore.Save(_writer);
        _mail.Save(_tick, _writer);
        yield return new PartContent(PartNames.Training, _writer.Written.ToArray());
    }

    private void RestoreTraining(CheckpointParts parts)
    {
        if (TrainingParts.Length == 0)
        {
            return;
        }

        var reader = new MessagePackReader(parts[PartNames.Training]);
        reader.ReadArrayHeader(2);
        _venueCountersBefore = VenueCounters.Restore(ref reader);
        _mail.Restore(_tick, ref reader);
    }
}
