using MarketSim.Agents.Decisions;
using MarketSim.Agents.Parameters;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Agents.Strategies.Timing;

/// <summary>The words of the parameter <c>arrivals</c>, in their order.</summary>
internal enum ArrivalProcess
{
    Poisson,
    Regular,
    Hawkes,
}

/// <summary>
/// The schedule of a strategy's wake-ups: a Poisson process that follows the market's activity over the day, a self-exciting one, or even intervals from a
/// random phase with a little jitter, so that agents do not synchronise.
/// </summary>
internal sealed class WakeSchedule
{
    // About 31 years: no session is longer, and no sum with it overflows.
    private const double MaxNanoseconds = 1e18;

    private const double Jitter = 0.1;

    private readonly double _meanNanoseconds;
    private readonly ArrivalProcess _process;
    private readonly ActivityProfile _activity;
    private readonly HawkesKernel? _kernel;

    /// <summary>Creates a schedule.</summary>
    /// <param name="meanNanoseconds">Mean time between wake-ups.</param>
    /// <param name="activity">Activity over the day; null for a constant one.</param>
    /// <param name="kernel">Kernel of <see cref="ArrivalProcess.Hawkes"/>; null for the other processes.</param>
    public WakeSchedule(double meanNanoseconds, ArrivalProcess process, ActivityProfile? activity = null, HawkesKernel? kernel = null)
    {
        _meanNanoseconds = meanNanoseconds;
        _process = process;
        _activity = activity ?? ActivityProfile.Flat;
        _kernel = kernel;
    }

    /// <summary>True when an agent must save a state of the process (<see cref="WakeMemory"/>).</summary>
    public bool HasMemory => _kernel is not null;

    public static WakeSchedule From(ParameterSet parameters, StrategyMarket market)
    {
        ArrivalProcess process = parameters.Choice<ArrivalProcess>("arrivals");
        HawkesKernel? kernel = process != ArrivalProcess.Hawkes
            ? null
            : new HawkesKernel(
                parameters["branching"],
                parameters["branchingTime"] / SimulatedTime.NanosecondsPerSecond,
                parameters["echoBranching"],
                parameters["echoTime"] / SimulatedTime.NanosecondsPerSecond);
        return new WakeSchedule(parameters["meanInterval"], process, market.Activity, kernel);
    }

    /// <summary>The parameters of a schedule.</summary>
    public static ParameterDefinition[] Parameters(double defaultSeconds) =>
    [
        MeanInterval(defaultSeconds),
        ParameterDefinition.Choice("arrivals", "Wake-ups as a Poisson process, or at regular intervals with a tenth of jitter.", "poisson", "regular"),
    ];

    /// <summary>The parameters of a schedule that may be self-exciting; a strategy with these has a <see cref="WakeMemory"/>.</summary>
    public static ParameterDefinition[] SelfExcitingParameters(double defaultSeconds) =>
    [
        MeanInterval(defaultSeconds),
        ParameterDefinition.Choice("arrivals", "Wake-ups as a Poisson process, at regular intervals with a tenth of jitter, or as a Hawkes process: each brings more.", "poisson", "regular", "hawkes"),
        new("branching", ParameterUnit.Fraction, 0.5, 0, 0.99, "For arrivals hawkes: wake-ups that each one causes directly and soon, on the mean.") { IsWrittenAtDefault = false },
        new("branchingTime", ParameterUnit.Duration, 1e9, 1e3, 1e18, "For arrivals hawkes: mean time to those.") { IsWrittenAtDefault = false },
        new("echoBranching", ParameterUnit.Fraction, 0, 0, 0.99, "For arrivals hawkes: wake-ups that each one causes directly and later, on the mean; with branching below 1.") { IsWrittenAtDefault = false },
        new("echoTime", ParameterUnit.Duration, 60e9, 1e3, 1e18, "For arrivals hawkes: mean time to those.") { IsWrittenAtDefault = false },
    ];

    /// <summary>The first wake-up of a session.</summary>
    public SimulatedTime First(TradingSession session, ref RandomStream random) => _process switch
    {
        ArrivalProcess.Poisson => Following(session.Open, session, ref random),

        // The first event of a self-exciting process is an immigrant: no other has caused it.
        ArrivalProcess.Hawkes => Thinned(session.Open, session, _meanNanoseconds / (1 - _kernel!.BranchingRatio), ref random),
        _ => session.Open + (long)random.NextUniform(0, _meanNanoseconds),
    };

    /// <summary>Sets the agent's next wake-up.</summary>
    /// <param name="pauseNanoseconds">Added to the schedule's time.</param>
    public void WakeNext(Decision decision, long pauseNanoseconds = 0) =>
        decision.WakeAt(Following(decision.Now, decision.Session, ref decision.Random).Later(pauseNanoseconds));

    /// <summary>Sets the agent's next wake-up by a process that may be self-exciting.</summary>
    /// <param name="memory">The agent's state of the process.</param>
    /// <param name="pauseNanoseconds">Pause of the process; 0 for none.</param>
    public void WakeNext(Decision decision, ref WakeMemory memory, long pauseNanoseconds = 0)
    {
        if (_kernel is null)
        {
            WakeNext(decision, pauseNanoseconds);
            return;
        }

        // After a pause the process restarts without its earlier excitation.
        if (pauseNanoseconds > 0)
        {
            memory = default;
            decision.WakeAt(Thinned(decision.Now.Later(pauseNanoseconds), decision.Session, _meanNanoseconds, ref decision.Random));
            return;
        }

        // The process continues from its own last event: an agent that wakes later, because its tick had begun, does not shift it.
        SimulatedTime last = memory.IsBegun ? memory.Last : decision.Now;
        if (!memory.IsBegun)
        {
            memory.Excite(_kernel);
        }

        double immigrantsPerSecond = SimulatedTime.NanosecondsPerSecond * (1 - _kernel.BranchingRatio) / _meanNanoseconds;
        SimulatedTime next = memory.Next(_kernel, new ActivityBaseline(immigrantsPerSecond, _activity, last, decision.Session.Open, decision.Session.Length), last, ref decision.Random);
        SimulatedTime earliest = decision.Now.Later(1);
        decision.WakeAt(next > earliest ? next : earliest);
    }

    /// <summary>Nanoseconds to the next wake-up at the mean activity, at least 1.</summary>
    public long NextDelay(ref RandomStream random)
    {
        double delay = _process == ArrivalProcess.Regular
            ? _meanNanoseconds * random.NextUniform(1 - Jitter, 1 + Jitter)
            : random.NextExponential(_meanNanoseconds);
        return Math.Max(1, (long)Math.Min(delay, MaxNanoseconds));
    }

    private static ParameterDefinition MeanInterval(double defaultSeconds) =>
        new("meanInterval", ParameterUnit.Duration, defaultSeconds * SimulatedTime.NanosecondsPerSecond, 1, MaxNanoseconds, "Mean time between wake-ups.");

    // The wake-up after a time, of a process without memory.
    private SimulatedTime Following(SimulatedTime time, TradingSession session, ref RandomStream random) =>
        _activity.IsFlat || _process == ArrivalProcess.Regular ? time.Later(NextDelay(ref random)) : Thinned(time, session, _meanNanoseconds, ref random);

    /// <summary>The next event of a Poisson process whose rate follows the activity (Lewis and Shedler 1979: thinning).</summary>
    private SimulatedTime Thinned(SimulatedTime time, TradingSession session, double meanNanoseconds, ref RandomStream random)
    {
        while (time < session.Close)
        {
            double gap = random.NextExponential(meanNanoseconds / _activity.Highest);
            time = time.Later(Math.Max(1, (long)Math.Min(gap, MaxNanoseconds)));
            if (_activity.IsFlat || random.NextDouble() * _activity.Highest < _activity.At(time, session.Open, session.Length))
            {
                return time;
            }
        }

        return time;
    }
}
