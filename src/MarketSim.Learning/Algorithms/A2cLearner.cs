using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Algorithms;

/// <summary>Synchronous advantage actor-critic (Mnih et al. 2016, arXiv:1602.01783): one step with the gradient of the whole rollout.</summary>
public sealed class A2cLearner : ActorCriticLearner
{
    private readonly A2cOptions _options;
    private readonly RowGradients _rows = new();
    private FloatBuffer _advantages;

    /// <param name="seed">Of the first weights.</param>
    /// <param name="stepsPerUpdate">Steps that an update waits for; null for <see cref="ActorCriticOptions.StepsPerRollout"/>.</param>
    /// <param name="engine">Gradient engine; null for the managed one.</param>
    public A2cLearner(
        Space observationSpace, Space actionSpace, A2cOptions? options = null, ulong seed = 0, int? stepsPerUpdate = null, IGradientEngine? engine = null)
        : this(options ?? new A2cOptions(), observationSpace, actionSpace, seed, stepsPerUpdate, engine)
    {
    }

    private A2cLearner(A2cOptions options, Space observationSpace, Space actionSpace, ulong seed, int? stepsPerUpdate, IGradientEngine? engine)
        : base(
            new UpdateRule(
                "A2C",
                stepsPerUpdate,
                BatchSize: int.MaxValue,
                size => options.UseRmsProp
                    ? new RmsProp(size, new RmsPropOptions(Epsilon: options.OptimiserEpsilon))
                    : new Adam(size, new AdamOptions(Epsilon: options.OptimiserEpsilon))),
            observationSpace,
            actionSpace,
            options,
            seed,
            engine)
    {
        _options = options;
    }

    private protected override void Train(PreparedRollout rollout, MinibatchSampler sampler, ref RandomStream random)
    {
        sampler.TakeAll();
        Minibatch minibatch = sampler.Current;
        Pass.Forward(rollout, minibatch);
        ReadOnlySpan<int> steps = minibatch.Rows;
        Span<float> advantages = _advantages.Take(steps.Length);
        ActorCriticPass.Gather(rollout.Advantages, 1, steps, advantages);
        if (_options.NormalizeAdvantages)
        {
            LossTerms.Normalize(steps, advantages);
        }

        double policyLoss = 0;
        double valueLoss = 0;
        double entropy = 0;
        ReadOnlySpan<float> values = Pass.Values;
        ReadOnlySpan<float> entropies = Pass.Entropies;
        ReadOnlySpan<float> logProbabilities = Pass.LogProbabilities;
        ReadOnlySpan<float> returns = rollout.Returns;
        _rows.Begin(steps.Length);
        for (int row = 0; row < steps.Length; row++)
        {
            int step = steps[row];
            if (step < 0)
            {
                continue;
            }

            float error = values[row] - returns[step];
            _rows.LogProbabilities[row] = -advantages[row] / minibatch.Steps;
            _rows.Values[row] = (float)(2 * _options.ValueCoefficient / minibatch.Steps) * error;
            _rows.Entropies[row] = (float)(-_options.EntropyCoefficient / minibatch.Steps);
            policyLoss -= advantages[row] * logProbabilities[row];
            valueLoss += error * error;
            entropy += entropies[row];
        }

        RequireFiniteLoss(policyLoss + valueLoss + entropy);
        double norm = Step(_rows);
        Figures.Set(TrainingFigures.PolicyLoss, policyLoss / minibatch.Steps);
        Figures.Set(TrainingFigures.ValueLoss, valueLoss / minibatch.Steps);
        Figures.Set(TrainingFigures.Entropy, entropy / minibatch.Steps);
        Figures.Set(TrainingFigures.GradientNorm, norm);
    }
}
