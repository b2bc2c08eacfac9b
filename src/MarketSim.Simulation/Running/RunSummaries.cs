using MarketSim.Agents.Population;
using MarketSim.Engine.Definitions;
using MarketSim.Engine.Episodes;
using MarketSim.Market.Fingerprints;
using MarketSim.Market.Orders;
using MarketSim.Market.Venues;
using MarketSim.Results;
using MarketSim.Results.Checkpoints;
using MarketSim.Scenarios;
using MarketSim.Simulation.Participants;

namespace MarketSim.Simulation.Running;

/// <summary>The summaries of a run: not begun, at a checkpoint, failed.</summary>
public static class RunSummaries
{
    /// <summary>The summary of a run without a checkpoint.</summary>
    public static RunSummary NotBegun(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return Blank(scenario) with { Notes = RunCaveats.Of(scenario) };
    }

    /// <summary>The summary of a run that failed.</summary>
    /// <param name="cause">As a sentence.</param>
    /// <param name="last">Summary of the checkpoint that the run can resume from; null before the first one.</param>
    public static RunSummary Failed(Scenario scenario, string cause, RunSummary? last) => (last ?? Blank(scenario)) with
    {
        Status = RunStatus.Failed,
        Notes =
        [
            $"The run failed: {cause}",
            last is null ? "It had not reached a checkpoint." : "All figures are those of the last checkpoint, from which it can be resumed.",
        ],
    };

    /// <summary>The summary of a run whose scenario this program cannot read.</summary>
    /// <param name="run">Its name.</param>
    /// <param name="cause">As a sentence.</param>
    public static RunSummary Unreadable(string run, string cause) => Empty(run) with { Status = RunStatus.Failed, Notes = [$"The run failed: {cause}"] };

    /// <param name="manifest">Of the checkpoint that is being taken.</param>
    internal static RunSummary Of(Scenario scenario, Population population, CheckpointPrepared prepared, CheckpointManifest manifest)
    {
        MarketTotals figures = prepared.Figures;
        return Blank(scenario) with
        {
            Fingerprint = figures.Fingerprint,
            FingerprintEvery1000 = figures.FingerprintEvery1000,
            StateDigest = manifest.StateDigest(),
            Ticks = Math.Min(scenario.TickCount, prepared.Tick + 1),
            Episodes = scenario.Training is null ? 0 : EpisodesAfter(scenario, prepared.Tick),
            Orders = figures.Counters.Orders,
            Trades = figures.Counters.Trades,
            Volume = scenario.Market.Instrument.ToUnits(new Quantity(figures.Counters.VolumeLots)),
            Messages = figures.Agents.Messages,
            WallSeconds = Math.Round(manifest.WallSeconds, 3),
            Status = prepared.Status,
            AgentFailures = figures.Agents.Failures,
            Groups = GroupResults.Of(scenario, population, prepared.Results, figures.LastPrice),
            Venue = VenueResult.Of(scenario, figures),
            Notes = [.. RunCaveats.Of(scenario), .. RunCaveats.OfFailures(figures.Agents.Failures), .. RunCaveats.OfSelfTests(manifest.TorchSelfTests)],
        };
    }

    /// <summary>A summary with the learners' figures, and the notes on them.</summary>
    public static RunSummary WithLearners(RunSummary summary, IReadOnlyList<LearnerSummary> learners)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(learners);
        return summary with { Learners = learners, Notes = [.. summary.Notes, .. RunCaveats.OfLearners(learners)] };
    }

    // An episode is over once it is settled.
    private static int EpisodesAfter(Scenario scenario, long tick)
    {
        EpisodeCalendar calendar = scenario.Calendar;
        return tick < 0 ? 0 : calendar.EpisodeOf(tick) + (calendar.PhaseOf(tick) == TickPhase.Trading ? 0 : 1);
    }

    private static RunSummary Blank(Scenario scenario)
    {
        TradingSession session = scenario.Calendar.Whole;
        return Empty(scenario.Name) with
        {
            Seed = scenario.Seed,
            Fingerprint = new Fingerprint(session.TickCount).Value,
            FingerprintSpacingTicks = new Fingerprint(session.TickCount).TicksPerMilestone,
            Agents = scenario.AgentCount,
            PooledAgents = scenario.Agents.Where(group => group.Actors == AgentActors.Pooled).Sum(group => group.Count),
            Symbol = scenario.Market.Instrument.Symbol,
            TickSize = scenario.Market.Instrument.TickSize,
            LotSize = scenario.Market.Instrument.LotSize,
            TickNanoseconds = session.TickNanoseconds,
            OpenSeconds = session.Open.Seconds,
            CloseSeconds = session.Close.Seconds,
        };
    }

    private static RunSummary Empty(string name) => new()
    {
        Version = ProgramVersion.Text,
        Scenario = name,
        Seed = 0,
        Fingerprint = string.Empty,
        FingerprintSpacingTicks = 0,
        FingerprintEvery1000 = [],
        StateDigest = string.Empty,
        Ticks = 0,
        Agents = 0,
        Orders = 0,
        Trades = 0,
        Volume = 0,
        Messages = 0,
        WallSeconds = 0,
        Status = RunStatus.Running,
        Symbol = string.Empty,
        TickSize = 0,
        LotSize = 0,
        TickNanoseconds = 0,
        OpenSeconds = 0,
        CloseSeconds = 0,
        AgentFailures = 0,
        Notes = [],
    };
}
