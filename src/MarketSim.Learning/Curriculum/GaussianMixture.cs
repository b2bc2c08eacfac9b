using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Curriculum;

/// <summary>A mixture of Gaussians over difficulty and absolute learning progress, fitted by expectation maximisation; its size by Akaike's criterion.</summary>
internal sealed class GaussianMixture
{
    private const int MaxComponents = 4;
    private const int Iterations = 40;

    // Keeps a component from closing in on one episode.
    private const double MinVariance = 1e-4;

    // Weight, two means, three numbers of the covariance.
    private const int NumbersOfComponent = 6;

    private readonly Component[] _components;

    private GaussianMixture(Component[] components) => _components = components;

    public int Count => _components.Length;

    /// <param name="points">At least <see cref="MaxComponents"/> times 2.</param>
    public static GaussianMixture Fit(IReadOnlyList<ProgressPoint> points)
    {
        GaussianMixture? best = null;
        double least = double.PositiveInfinity;
        for (int count = 1; count <= MaxComponents; count++)
        {
            (Component[] components, double logLikelihood) = FitOf(points, count);
            double criterion = (2 * ((NumbersOfComponent * count) - 1)) - (2 * logLikelihood);
            if (criterion < least)
            {
                least = criterion;
                best = new GaussianMixture(components);
            }
        }

        return best!;
    }

    /// <summary>A difficulty of a component that is chosen in proportion to its mean progress.</summary>
    /// <returns>0 to 1.</returns>
    public double Draw(ref RandomStream random)
    {
        double total = _components.Sum(component => Math.Max(component.MeanProgress, 0));
        double place = random.NextDouble() * total;
        Component chosen = _components[^1];
        foreach (Component component in _components)
        {
            place -= Math.Max(component.MeanProgress, 0);
            if (place < 0)
            {
                chosen = component;
                break;
            }
        }

        return Math.Clamp(random.NextNormal(chosen.MeanDifficulty, Math.Sqrt(chosen.VarianceDifficulty)), 0, 1);
    }

    private static (Component[] Components, double LogLikelihood) FitOf(IReadOnlyList<ProgressPoint> points, int count)
    {
        // Begins with equal parts of the points in the order of their difficulty: nothing is drawn at random, and the same result for the same points.
        ProgressPoint[] sorted = [.. points.OrderBy(point => point.Difficulty).ThenBy(point => point.Progress)];
        double[,] share = new double[sorted.Length, count];
        for (int i = 0; i < sorted.Length; i++)
        {
            share[i, i * count / sorted.Length] = 1;
        }

        Component[] components = Maximise(sorted, share, count);
        double logLikelihood = 0;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            logLikelihood = Expect(sorted, components, share);
            components = Maximise(sorted, share, count);
        }

        return (components, logLikelihood);
    }

    private static double Expect(ProgressPoint[] points, Component[] components, double[,] share)
    {
        double logLikelihood = 0;
        for (int i = 0; i < points.Length; i++)
        {
            double greatest = double.NegativeInfinity;
            for (int k = 0; k < components.Length; k++)
            {
                share[i, k] = components[k].LogDensity(points[i]);
                greatest = Math.Max(greatest, share[i, k]);
            }

            double sum = 0;
            for (int k = 0; k < components.Length; k++)
            {
                share[i, k] = Elementary.Exp(share[i, k] - greatest);
                sum += share[i, k];
            }

            for (int k = 0; k < components.Length; k++)
            {
                share[i, k] /= sum;
            }

            logLikelihood += greatest + Elementary.Log(sum);
        }

        return logLikelihood;
    }

    private static Component[] Maximise(ProgressPoint[] points, double[,] share, int count)
    {
        var components = new Component[count];
        for (int k = 0; k < count; k++)
        {
            double weight = 1e-9, x = 0, y = 0;
            for (int i = 0; i < points.Length; i++)
            {
                weight += share[i, k];
                x += share[i, k] * points[i].Difficulty;
                y += share[i, k] * points[i].Progress;
            }

            x /= weight;
            y /= weight;
            double xx = 0, xy = 0, yy = 0;
            for (int i = 0; i < points.Length; i++)
            {
                double dx = points[i].Difficulty - x;
                double dy = points[i].Progress - y;
                xx += share[i, k] * dx * dx;
                xy += share[i, k] * dx * dy;
                yy += share[i, k] * dy * dy;
            }

            components[k] = new Component(weight / points.Length, x, y, (xx / weight) + MinVariance, xy / weight, (yy / weight) + MinVariance);
        }

        return components;
    }

    private readonly record struct Component(double Weight, double MeanDifficulty, double MeanProgress, double VarianceDifficulty, double Covariance, double VarianceProgress)
    {
        public double LogDensity(ProgressPoint point)
        {
            double determinant = (VarianceDifficulty * VarianceProgress) - (Covariance * Covariance);
            double dx = point.Difficulty - MeanDifficulty;
            double dy = point.Progress - MeanProgress;
            double distance = ((VarianceProgress * dx * dx) - (2 * Covariance * dx * dy) + (VarianceDifficulty * dy * dy)) / determinant;
            return Elementary.Log(Weight) - (0.5 * (distance + Elementary.Log(determinant))) - Elementary.Log(2 * Math.PI);
        }
    }
}

/// <param name="Difficulty">0 to 1.</param>
/// <param name="Score">Normalised.</param>
/// <param name="Progress">Difference between the score and the last one at the nearest difficulty.</param>
internal readonly record struct ProgressPoint(double Difficulty, double Score, double Progress);
