using System.Globalization;
using MarketSim.Numerics.Statistics;
using MarketSim.Scenarios;

namespace MarketSim.Reporting.Calibration;

/// <summary>The target of a calibration: a moment, its value, and the error within which it counts as reached.</summary>
public sealed record MomentTarget(string Name, double Value, double Error);

/// <summary>Reads and writes files of targets: CSV with the columns moment, value and error.</summary>
public static class MomentTargets
{
    private const string Header = "moment,value,error";

    /// <exception cref="InvalidDataException">A row is wrong; the message names file, line and rule.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<MomentTarget> Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length == 0 || lines[0].Trim() != Header)
        {
            throw new InvalidDataException($"{path}:1: the first line must be {Header}");
        }

        var targets = new List<MomentTarget>();
        for (int line = 1; line < lines.Length; line++)
        {
            string[] cells = lines[line].Split(',');
            if (cells.Length == 1 && cells[0].Trim().Length == 0)
            {
                continue;
            }

            if (cells.Length != 3)
            {
                throw new InvalidDataException($"{path}:{line + 1}: has {cells.Length} cells; it must have three, {Header}");
            }

            string name = cells[0].Trim();
            if (!SimulatedMoments.Names.Contains(name, StringComparer.Ordinal))
            {
                throw new InvalidDataException($"{path}:{line + 1}: moment is {name}; it must be one of {string.Join(", ", SimulatedMoments.Names)}");
            }

            if (targets.Any(target => target.Name == name))
            {
                throw new InvalidDataException($"{path}:{line + 1}: moment {name} is given twice; each may be a target once");
            }

            double error = Number(cells[2], path, line, "error");
            targets.Add(error > 0
                ? new MomentTarget(name, Number(cells[1], path, line, "value"), error)
                : throw new InvalidDataException($"{path}:{line + 1}: error is {cells[2]}; it must be a number above 0"));
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

    private static double Number(string text, string path, int line, string column) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new InvalidDataException($"{path}:{line + 1}: {column} is {text}; it must be a number");
}
