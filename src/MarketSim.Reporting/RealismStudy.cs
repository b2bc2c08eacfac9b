using System.Globalization;
using System.Text.Json;
using MarketSim.Market.Time;
using MarketSim.Market.Venues;
using MarketSim.Numerics.Statistics;
using MarketSim.Reporting.Html;
using MarketSim.Reporting.Page;
using MarketSim.Reporting.Realism;
using MarketSim.Reporting.StylizedFacts;
using MarketSim.Results;
using MarketSim.Scenarios;

namespace MarketSim.Reporting;

/// <summary>A comparison of a scenario's market with real ones: every stylised fact over several seeds, beside published measurements.</summary>
public sealed class RealismStudy
{
    private readonly List<RealismRun> _runs = [];
    private readonly List<(string Label, RealismRun Run)> _variants = [];
    private RealismRun? _real;

    /// <param name="title">Of the page, e.g. the scenario's name.</param>
    public RealismStudy(string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Title = title;
    }

    /// <summary>Name of the studied scenario.</summary>
    public string Title { get; }

    /// <summary>The same market over another number of sessions: facts of rare things, large returns and parent orders, need more than one.</summary>
    /// <param name="sessions">Trading days one after the other without nights, 1 or more; every fact cuts them apart.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sessions"/> is below 1.</exception>
    public static Scenario OverSessions(Scenario scenario, int sessions)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentOutOfRangeException.ThrowIfLessThan(sessions, 1);
        TradingSession session = scenario.Market.Session;
        ActivityProfile activity = scenario.Market.Activity;
        long day = activity.DayNanoseconds > 0 ? Math.Min(activity.DayNanoseconds, session.Length) : session.Length;
        return scenario with
        {
            Market = scenario.Market with
            {
                Session = new TradingSession(session.Open, session.Open.Later(sessions * day), session.TickNanoseconds),
                Activity = new ActivityProfile(activity.Open, activity.Close, day),
            },
        };
    }

    /// <summary>Runs added so far.</summary>
    public int Count => _runs.Count;

    /// <summary>Adds a finished run.</summary>
    /// <param name="folder">Its folder, with <c>trades.csv</c>.</param>
    /// <exception cref="RunFolderException">A table is missing or malformed.</exception>
    public void Add(string folder)
    {
        RunSummary summary = SummaryFile.Read(folder);
        _runs.Add(RealismRun.Read(folder, string.Create(CultureInfo.InvariantCulture, $"seed {summary.Seed}")));
    }

    /// <summary>Adds a session of each seed, simulated without run folders, many times as fast: the same trades; prices are sampled up to a tick earlier, and the first minute counts.</summary>
    /// <param name="jobs">Sessions at the same time, each in one thread.</param>
    /// <param name="report">Receives seeds as they end, one call at a time; null for none.</param>
    /// <exception cref="ArgumentException">The scenario trains.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was added.</exception>
    public void Simulate(Scenario scenario, IReadOnlyList<ulong> seeds, int jobs, Action<ulong>? report = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(seeds);
        var runs = new RealismRun[seeds.Count];
        var gate = new Lock();
        Parallel.For(0, runs.Length, new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation }, index =>
        {
            runs[index] = RealismRun.Simulate(scenario with { Seed = seeds[index] }, string.Create(CultureInfo.InvariantCulture, $"seed {seeds[index]}"), cancellation);
            lock (gate)
            {
                report?.Invoke(seeds[index]);
            }
        });
        _runs.AddRange(runs);
    }

    /// <summary>Adds a run of the same scenario under another condition, e.g. with half the tick: it is shown beside the others and does not count.</summary>
    /// <param name="label">Of the condition.</param>
    /// <param name="folder">Of the run.</param>
    /// <exception cref="RunFolderException">A table is missing or malformed.</exception>
    public void AddVariant(string label, string folder) => _variants.Add((label, RealismRun.Read(folder, label)));

    /// <summary>Puts a real series beside the runs.</summary>
    /// <param name="path">Bars in any layout that scenarios take, or the messages of a LOBSTER day.</param>
    /// <exception cref="InvalidDataException">The file is neither, or malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void SetReal(string path) => _real = RealSeries.Read(path);

    /// <summary>A row per fact.</summary>
    /// <exception cref="InvalidOperationException">No run was added.</exception>
    public IReadOnlyList<RealismRow> Rows() => _runs.Count == 0
        ? throw new InvalidOperationException("There are no runs to evaluate; call Add first.")
        : [.. Enumerable.Range(0, _runs[0].Facts.Count).Select(Row)];

    /// <summary>The facts of one run, in the order of the rows.</summary>
    /// <param name="run">From 0, in the order in which runs were added.</param>
    public IReadOnlyList<string> Found(int run) => [.. _runs[run].Facts.Select(fact => $"{fact.Found}{(fact.Verdict == FactVerdict.Met ? string.Empty : fact.Verdict == FactVerdict.Missed ? " (missed)" : " (not enough data)")}")];

    /// <summary>Writes the page whole or not at all; an earlier one is replaced.</summary>
    /// <param name="path">Of the page, e.g. <c>realism.html</c>.</param>
    /// <returns>Full path of the page.</returns>
    public string Write(string path)
    {
        IReadOnlyList<RealismRow> rows = Rows();
        int met = rows.Count(row => row.Met > 0 && row.Met * 5 >= row.Evaluated * 4);
        string subtitle = string.Create(
            CultureInfo.InvariantCulture, $"{_runs.Count} {(_runs.Count == 1 ? "run" : "runs")}; {met} of {rows.Count} facts hold in at least four of five.");
        return FigurePage.Write(path, $"Realism of {Title}", subtitle, RealismSections.Of(rows, _runs, _variants, _real));
    }

    /// <summary>The rows as JSON, for machines.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            title = Title,
            runs = _runs.Select(run => run.Name),
            facts = Rows().Select(row => new
            {
                name = row.Name,
                gate = row.Gate,
                real = row.RealMarkets,
                mean = Finite(row.Mean),
                lower = Finite(row.Interval.Lower),
                upper = Finite(row.Interval.Upper),
                met = row.Met,
                evaluated = row.Evaluated,
                runs = row.Runs,
                values = row.Values.Select(Finite),
                found = row.Found,
            }),
        },
        JsonSerializerOptions.Web);

    // A file of a minute says little, and why.
    private static string Beside(StylizedFact real) => real.Verdict == FactVerdict.NotEnoughData
        ? $"{(double.IsFinite(real.Value) ? $"{real.Found}, " : string.Empty)}not enough data: {real.Basis}"
        : real.Found;

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private RealismRow Row(int index)
    {
        StylizedFact[] facts = [.. _runs.Select(run => run.Facts[index])];
        double[] values = [.. facts.Select(fact => fact.Value)];
        double[] finite = [.. values.Where(double.IsFinite)];
        return new RealismRow(facts[0].Name, facts[0].Gate, facts[0].RealMarkets)
        {
            Values = values,
            Found = [.. facts.Select(fact => fact.Found)],
            Mean = finite.Length > 0 ? finite.Average() : double.NaN,
            Interval = ConfidenceInterval.OfMean(finite),
            Met = facts.Count(fact => fact.Verdict == FactVerdict.Met),
            Evaluated = facts.Count(fact => fact.Verdict != FactVerdict.NotEnoughData),
            Runs = facts.Length,
            RealValue = _real?.Facts.FirstOrDefault(fact => fact.Name == facts[0].Name) is { } real ? Beside(real) : null,
            Variants = [.. _variants.Select(variant => (variant.Label, variant.Run.Facts[index].Found))],
        };
    }
}
