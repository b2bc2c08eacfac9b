using System.Globalization;
using MarketSim.Learning.Persistence;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Learning.Imitation.Inverse;

/// <summary>A reward that is a weighted sum of features, as it was found.</summary>
/// <param name="FeatureNames">In order.</param>
/// <param name="Weights">Shape [features]; of standardised features, in units of the temperature that was assumed.</param>
/// <param name="Intervals">Of each weight, at 95 %: from the Fisher information of the expert's steps.</param>
/// <param name="Scale">That features are standardised with.</param>
/// <param name="Temperature">That was assumed of the expert.</param>
public sealed record LinearReward(
    IReadOnlyList<string> FeatureNames, IReadOnlyList<double> Weights, IReadOnlyList<ConfidenceInterval> Intervals, FeatureScale Scale, double Temperature)
{
    private const string Kind = "marketsim-linear-reward";

    /// <summary>The reward of every state and action of a problem with the same features, which are not standardised yet.</summary>
    /// <returns>Shape [states, actions].</returns>
    /// <exception cref="ArgumentException">The problem has other features.</exception>
    public double[] Of(TabularProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (!problem.FeatureNames.SequenceEqual(FeatureNames, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"The reward is of the features {string.Join(", ", FeatureNames)}; the problem has {string.Join(", ", problem.FeatureNames)}.", nameof(problem));
        }

        return Sum(problem.With(Scale), Weights);
    }

    /// <summary>Saves it as safetensors, with the names of its features.</summary>
    public void Save(string path) => new SafetensorsFile(
        [
            Vector("weights", Weights),
            Vector("lower", [.. Intervals.Select(static interval => interval.Lower)]),
            Vector("upper", [.. Intervals.Select(static interval => interval.Upper)]),
            Vector("means", Scale.Means),
            Vector("deviations", Scale.Deviations),
        ],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["kind"] = Kind,
            ["features"] = string.Join('\n', FeatureNames),
            ["temperature"] = Temperature.ToString("R", CultureInfo.InvariantCulture),
        }).Write(path);

    /// <exception cref="InvalidDataException">The file is damaged, or no linear reward.</exception>
    public static LinearReward Load(string path)
    {
        SafetensorsFile file = SafetensorsFile.Read(path);
        if (file.FindNote("kind") != Kind)
        {
            throw new InvalidDataException($"{path}: the file is of {file.FindNote("kind")}; give one that LinearReward.Save wrote.");
        }

        string[] names = file.FindNote("features").Split('\n');
        double[] lower = file.FiniteDoubles("lower", names.Length);
        double[] upper = file.FiniteDoubles("upper", names.Length);
        return new LinearReward(
            names,
            file.FiniteDoubles("weights", names.Length),
            [.. lower.Zip(upper, static (low, high) => new ConfidenceInterval(low, high))],
            new FeatureScale(file.FiniteDoubles("means", names.Length), file.FiniteDoubles("deviations", names.Length)),
            double.Parse(file.FindNote("temperature"), CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        '\n',
        FeatureNames.Select((name, k) => string.Create(CultureInfo.InvariantCulture, $"{name,-20} {Weights[k],9:0.000} [{Intervals[k].Lower:0.000}, {Intervals[k].Upper:0.000}]")));

    /// <summary>Weighted sums of features.</summary>
    internal static double[] Sum(TabularProblem problem, IReadOnlyList<double> weights)
    {
        double[] rewards = new double[problem.States * problem.Actions];
        int count = weights.Count;
        for (int i = 0; i < problem.AllFeatures.Length; i++)
        {
            rewards[i / count] += weights[i % count] * problem.AllFeatures[i];
        }

        return rewards;
    }

    private static Tensor Vector(string name, IReadOnlyList<double> values) => Tensor.Of(name, [values.Count], [.. values]);
}
