using System.Globalization;
using MarketSim.Numerics.Statistics;
using MarketSim.Numerics.Tables;
using MarketSim.Scenarios;

namespace MarketSim.Reporting.Calibration;

/// <summary>The target of a calibration: a moment, its value, and the error within which it counts as reached.</summary>
public sealed record MomentTarget(string Name, double Value, double Error);

/// <summary>Reads and writes files of targets: CSV with the columns moment, value and error.</summary>
public static class MomentTargets
{
    private static readonly string[] Columns = ["moment", "value", "error"];

    private static string Header => string.Join(',', Columns);

    /// <exception cref="InvalidDataException">A row is wrong; the message names file, line and rule.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<MomentTarget> Read(string path)
    {
        using var text = new StreamReader(path);
        using var rows = new CsvRows(text, path);
        if (!rows.MoveNext() || !rows.Fields.SequenceEqual(Columns, StringComparer.Ordinal))
        {
            throw new InvalidDataException($"{path}:1: the first line must be {Header}");
        }

        var targets = new List<MomentTarget>();
        while (rows.MoveNext())
        {
            rows.RequireFields(Columns.Length);
            string name = rows.Fields[0];
            if (!SimulatedMoments.Names.Contains(name, StringComparer.Ordinal))
            {
                throw rows.WrongField(Columns[0], name, $"one of {string.Join(", ", SimulatedMoments.Names)}");
            }

            if (targets.Any(target => target.Name == name))
            {
                throw rows.Wrong($"moment {name} is given twice; each may be a target once");
            }

            targets.Add(new MomentTarget(name, rows.Number(1, Columns[1]), rows.PositiveNumber(2, Columns[2])));
        }

        return targets.Count > 0 ? targets : throw new InvalidDataException($"{path}: there are no targets below the first line; each is a line of {Header}");
    }

    /// <summary>The moments of a scenario itself: the mean over seeds and its standard error.</summary>
    /// <param name="seeds">At least two.</param>
    /// <param name="source">Simulates the sessions.</param>
    public static async Task<IReadOnlyList<MomentTarget>> OfAsync(Scenario scenario, IReadOnlyList<ulong> seeds, IMomentSource source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds.Count, 2, nameof(seeds));
        IReadOnlyList<double[]> runs = await source.MeasureAsync([.. seeds.Select(seed => scenario with { Seed = seed })], cancellation).ConfigureAwait(false);
        var targets = new List<MomentTarget>();
        for (int moment = 0; moment < SimulatedMoments.Names.Count; moment++)
        {
            var over = new RunningMoments();
            foreach (double[] run in runs.Where(run => double.IsFinite(run[moment])))
            {
                over.Add(run[moment]);
            }

            // A moment that some sessions are too short for is no target.
            if (over.Count == seeds.Count && over.StandardDeviation > 0)
            {
                targets.Add(new MomentTarget(SimulatedMoments.Names[moment], over.Mean, over.StandardDeviation / Math.Sqrt(seeds.Count)));
            }
        }

        return targets;
    }

    /// <summary>Writes targets as a table.</summary>
    public static void Write(string path, IEnumerable<MomentTarget> targets) => File.WriteAllLines(
        path, targets.Select(target => string.Create(CultureInfo.InvariantCulture, $"{target.Name},{target.Value:R},{target.Error:R}")).Prepend(Header));
}
