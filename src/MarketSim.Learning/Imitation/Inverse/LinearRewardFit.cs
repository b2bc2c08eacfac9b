using System.Globalization;
using MarketSim.Numerics.Statistics;

namespace MarketSim.Learning.Imitation.Inverse;

/// <summary>Finds the linear reward under which an expert's choices are likeliest, by steps of Fisher scoring that never lower the likelihood.</summary>
internal sealed class LinearRewardFit
{
    private const int MaximumHalvings = 40;
    private readonly TabularProblem _problem;
    private readonly FeatureScale _scale;
    private readonly CausalLikelihood _likelihood;
    private readonly InverseOptions _options;
    private double[] _weights;
    private SoftSolution _solution;

    /// <param name="problem">With features as they are.</param>
    /// <exception cref="UnidentifiedRewardException">The demonstrations do not tell features apart.</exception>
    public LinearRewardFit(TabularProblem problem, IEnumerable<(int State, int Action)> steps, InverseOptions options)
    {
        _options = options;
        _scale = FeatureScale.Of(problem);
        _problem = problem.With(_scale);
        _likelihood = new CausalLikelihood(_problem, steps);
        _weights = new double[problem.FeatureNames.Count];
        _solution = Solve(_weights);
        RequireIdentified();
    }

    public IReadOnlyList<double> Weights => _weights;

    public SoftSolution Solution => _solution;

    /// <summary>The problem with standardised features.</summary>
    public TabularProblem Problem => _problem;

    /// <summary>Mean log-likelihood of the expert's choices per step.</summary>
    public double LogLikelihood => _likelihood.MeanOf(_solution);

    public bool IsConverged { get; private set; }

    public void Restore(double[] weights, bool isConverged)
    {
        _weights = weights;
        _solution = Solve(weights);
        IsConverged = isConverged;
    }

    /// <summary>One step: along the inverse of the Fisher information, halved until the likelihood is not lower.</summary>
    public void Step()
    {
        double[] gradient = WeightGradient();
        double[] direction = SymmetricMatrix.Decompose(_likelihood.Information(_solution)).Solve(gradient, damping: 1e-12);
        double before = LogLikelihood;
        double factor = 1;
        for (int halving = 0; halving < MaximumHalvings; halving++, factor /= 2)
        {
            double[] tried = [.. _weights.Select((weight, k) => weight + (factor * direction[k]))];
            SoftSolution solution = Solve(tried);
            double after = _likelihood.MeanOf(solution);
            if (after >= before)
            {
                (_weights, _solution) = (tried, solution);
                IsConverged = after - before < 1e-13;
                return;
            }
        }

        IsConverged = true;
    }

    /// <exception cref="UnidentifiedRewardException">The demonstrations do not tell features apart.</exception>
    public LinearReward Reward()
    {
        SymmetricMatrix information = RequireIdentified();
        double[] variances = information.InverseDiagonal();
        return new LinearReward(
            _problem.FeatureNames,
            [.. _weights],
            [.. _weights.Select((weight, k) => ConfidenceInterval.OfNormal(weight, Math.Sqrt(variances[k] / _likelihood.Steps)))],
            _scale,
            _options.Temperature);
    }

    /// <summary>Checks that the demonstrations identify all features of the reward.</summary>
    private SymmetricMatrix RequireIdentified()
    {
        var information = SymmetricMatrix.Decompose(_likelihood.Information(_solution));
        if (information.Condition <= _options.MaximumCondition)
        {
            return information;
        }

        int[] together = [.. Enumerable.Range(0, _weights.Length).Where(feature => Math.Abs(information.Vector(0, feature)) > 0.1)];
        string[] names = [.. together.Select(feature => _problem.FeatureNames[feature])];
        string what = names.Length == 1
            ? $"feature {names[0]} changes no choice of the expert"
            : $"features {string.Join(", ", names)} are collinear in what they change of the expert's choices";
        throw new UnidentifiedRewardException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The demonstrations do not identify the reward: {what} (condition number of the Fisher information {information.Condition:0.#E+0}, at most {_options.MaximumCondition:0.#E+0}). Leave all but one of them out, or demonstrate where they differ, e.g. at another cost level."),
            names,
            information.Condition);
    }

    private SoftSolution Solve(IReadOnlyList<double> weights) => SoftSolution.Of(_problem, LinearReward.Sum(_problem, weights), _options.Temperature);

    private double[] WeightGradient()
    {
        double[] byReward = new double[_problem.States * _problem.Actions];
        _likelihood.Gradient(_solution, byReward);
        double[] gradient = new double[_weights.Length];
        for (int i = 0; i < _problem.AllFeatures.Length; i++)
        {
            gradient[i % gradient.Length] += byReward[i / gradient.Length] * _problem.AllFeatures[i];
        }

        return gradient;
    }
}
