using Akka.Actor;
using MarketSim.Market.Orders;
using MarketSim.Numerics.Serialization;
using MarketSim.Simulation.Checkpoints;
using MarketSim.Simulation.Output;

namespace MarketSim.Simulation.Running;

// Between two ticks: checkpoints, their restoring, and the end of the run.
internal sealed partial class MarketActor
{
    private int LedgerParts => (_plan.Population.Count + _ledgerBlock - 1) / _ledgerBlock;

    private void EndRun()
    {
        if (_plan.Scenario.Training is null)
        {
            _plan.Recorder.SampleBefore(Session.Close + 1, _venue, VenueCounters, Counters);
            _venue.EndSession();
            _tick = _venue.Tick;
        }

        _statusAtBarrier = RunStatus.Finished;
        SaveAll();
    }

    private void HoldBarrier(long next)
    {
        _checkpointRequested = false;
        if (_plan.Scenario.Checkpoint.EveryTicks is { } every)
        {
            _nextCheckpointTick = ((next / every) + 1) * every;
        }

        SaveAll();
    }

    private void SaveAll()
    {
        _plan.Meter.CheckpointBegins();
        _parts.Clear();
        _results.Clear();
        bool settle = _statusAtBarrier == RunStatus.Finished;
        for (int participant = 0; participant < _participants.Count; participant++)
        {
            Send(participant, new SaveParticipant(_plan.Generation, _tick + 1, _desks[participant].TakeNews(), settle));
        }

        PassOnAll();
    }

    private void OnSaved(ParticipantSaved saved)
    {
        _parts.AddRange(saved.Parts);
        _results.AddRange(saved.Results);
        Answered(saved.Participant, saved.NextDueTick, saved.Counters);
        if (_awaited > 0)
        {
            return;
        }

        _results.Sort((left, right) => left.Account.CompareTo(right.Account));
        Settlement.Check(_results, _venue.Ledger);
        _venue.Ledger.CheckConservation();
        if (_statusAtBarrier == RunStatus.Finished)
        {
            _plan.Recorder.Settle(_results, _venue.LastPrice);
        }

        _flushed = _plan.Recorder.Flush();
        _ = _plan.Store.WriteAsync([SaveMarket(), .. SaveTraining(), .. Enumerable.Range(0, LedgerParts).Select(SaveLedger), .. Rows().Select(rows => rows.Part)])
            .PipeTo(Self, Self, static parts => new PartsWritten(parts));
    }

    private IEnumerable<OutputRows> Rows() => _flushed.SelectMany(file => file.Rows);

    private void OnWritten(IReadOnlyList<PartReference> written)
    {
        Dictionary<string, PartReference> byName = written.ToDictionary(part => part.Name, StringComparer.Ordinal);
        List<OutputSegment> segments = [.. Rows().Select(rows => new OutputSegment(rows.File, rows.Offset, byName[rows.Part.Name]))];
        HashSet<string> outputs = [.. segments.Select(segment => segment.Part.Name)];
        _parts.AddRange(written.Where(part => !outputs.Contains(part.Name)));
        _parts.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        _plan.Coordinator.Tell(
            new CheckpointPrepared(
                _tick,
                _statusAtBarrier,
                [.. _parts],
                [.. _flushed.Select(file => new OutputLength(file.File, file.Length))],
                segments,
                [.. _results],
                Figures()),
            Self);
    }

    private MarketFigures Figures() => new(
        VenueCounters, Counters, _venue.Fingerprint.Value, _venue.Fingerprint.Milestones, _venue.LastPrice);

    private PartContent SaveMarket()
    {
        _writer.Clear();
        _writer.WriteArrayHeader(2);
        Counters.Save(_writer);
        _venue.Save(_writer);
        return new PartContent(PartNames.Market, _writer.Written.ToArray());
    }

    private PartContent SaveLedger(int block)
    {
        _writer.Clear();
        (int first, int count) = LedgerBlock(block);
        _venue.Ledger.Save(first, count, _writer);
        return new PartContent(PartNames.Ledger(block), _writer.Written.ToArray());
    }

    private (int First, int Count) LedgerBlock(int block) => (block * _ledgerBlock, Math.Min(_ledgerBlock, _plan.Population.Count - (block * _ledgerBlock)));

    private void Restore(CheckpointParts parts)
    {
        var reader = new MessagePackReader(parts[PartNames.Market]);
        reader.ReadArrayHeader(2);
        _countersBefore = AgentCounters.Restore(ref reader);
        _venue.Restore(ref reader);
        _tick = _plan.RestoreFrom!.Tick;
        RestoreTraining(parts);
        for (int block = 0; block < LedgerParts; block++)
        {
            var blockReader = new MessagePackReader(parts[PartNames.Ledger(block)]);
            (int first, int count) = LedgerBlock(block);
            _venue.Ledger.Restore(first, count, ref blockReader);
        }

        _venue.Ledger.CheckRestored();
        _competitors.Restore(_venue.Ledger);
        _plan.Recorder.ResumeAfter(_tick, _venue.Ledger);
        if (_calendar.IsProlonged(_plan.RestoreFrom))
        {
            BeginNextEpisode();
        }
    }
}
