using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Algorithms;

/// <summary>Proximal policy optimisation with a clipped ratio (Schulman et al. 2017, arXiv:1707.06347).</summary>
public sealed class PpoLearner : ActorCriticLearner
{
    private readonly PpoOptions _options;
    private readonly RowGradients _rows = new();
    private FloatBuffer _advantages;
    private FloatBuffer _ratios;

    /// <param name="seed">Of the first weights and of the order of minibatches.</param>
    /// <param name="stepsPerUpdate">Steps that an update waits for; null for <see cref="ActorCriticOptions.StepsPerRollout"/>.</param>
    /// <param name="engine">Gradient engine; null for the managed one.</param>
    public PpoLearner(
        Space observationSpace, Space actionSpace, PpoOptions? options = null, ulong seed = 0, int? stepsPerUpdate = null, IGradientEngine? engine = null)
        : this(options ?? new PpoOptions(), observationSpace, actionSpace, seed, stepsPerUpdate, engine)
    {
    }

    private PpoLearner(PpoOptions options, Space observationSpace, Space actionSpace, ulong seed, int? stepsPerUpdate, IGradientEngine? engine)
        : base(
            new UpdateRule("PPO", stepsPerUpdate, options.BatchSize, static size => new Adam(size, new AdamOptions(Epsilon: 1e-5))),
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
        var sums = new PpoSums();
        double clipRange = _options.ClipRange.At(Done);
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            sampler.Shuffle(ref random);
            while (sampler.MoveNext())
            {
                PpoSums minibatch = Evaluate(rollout, sampler.Current, clipRange);
                sums.Add(minibatch);
                if (minibatch.ApproximateKl / minibatch.Steps > 1.5 * (_options.TargetKl ?? double.PositiveInfinity))
                {
                    epoch = _options.Epochs;
                    break;
                }

                sums.GradientNorm += Step(_rows);
            }
        }

        Report(sums, clipRange);
    }

    /// <summary>Losses of a minibatch, and their gradients by row.</summary>
    private PpoSums Evaluate(PreparedRollout rollout, Minibatch minibatch, double clipRange)
    {
        Pass.Forward(rollout, minibatch);
        ReadOnlySpan<int> steps = minibatch.Rows;
        Span<float> advantages = _advantages.Take(steps.Length);
        ActorCriticPass.Gather(rollout.Advantages, 1, steps, advantages);
        if (_options.NormalizeAdvantages)
        {
            LossTerms.Normalize(steps, advantages);
        }

        Span<float> ratios = Ratios(rollout, steps);
        ReadOnlySpan<float> entropies = Pass.Entropies;
        ReadOnlySpan<float> values = Pass.Values;
        ReadOnlySpan<float> logProbabilities = Pass.LogProbabilities;
        ReadOnlySpan<float> oldLogProbabilities = rollout.LogProbabilities;
        ReadOnlySpan<float> returns = rollout.Returns;
        ReadOnlySpan<float> oldValues = rollout.Values;
        float valueRange = (float)(_options.ValueClipRange?.At(Done) ?? double.PositiveInfinity);
        _rows.Begin(steps.Length);
        Span<float> logGradients = _rows.LogProbabilities;
        Span<float> valueGradients = _rows.Values;
        float share = 1f / minibatch.Steps;
        float valueShare = (float)(2 * _options.ValueCoefficient / minibatch.Steps);
        float low = (float)(1 - clipRange);
        float high = (float)(1 + clipRange);
        var sums = new PpoSums { Minibatches = 1, Steps = minibatch.Steps };
        for (int row = 0; row < steps.Length; row++)
        {
            int step = steps[row];
            if (step < 0)
            {
                continue;
            }

            float ratio = ratios[row];
            float gain = ratio * advantages[row];
            float clippedGain = Math.Clamp(ratio, low, high) * advantages[row];
            logGradients[row] = gain <= clippedGain ? -share * gain : 0;
            float value = values[row];
            bool isHeld = Math.Abs(value - oldValues[step]) > valueRange;
            float error = (isHeld ? oldValues[step] + (float)Math.CopySign(valueRange, value - oldValues[step]) : value) - returns[step];
            valueGradients[row] = isHeld ? 0 : valueShare * error;
            sums.PolicyLoss -= Math.Min(gain, clippedGain);
            sums.ValueLoss += error * error;
            sums.Entropy += entropies[row];
            sums.ApproximateKl += ratio - 1 - (logProbabilities[row] - oldLogProbabilities[step]);
            sums.Clipped += ratio < low || ratio > high ? 1 : 0;
        }

        if (_options.EntropyCoefficient > 0)
        {
            FillEntropyGradients(steps, (float)(-_options.EntropyCoefficient / minibatch.Steps));
        }

        RequireFiniteLoss(sums.PolicyLoss + sums.ValueLoss + sums.Entropy);
        return sums;
    }

    private Span<float> Ratios(PreparedRollout rollout, ReadOnlySpan<int> steps)
    {
        Span<float> ratios = _ratios.Take(steps.Length);
        ActorCriticPass.Gather(rollout.LogProbabilities, 1, steps, ratios);
        ReadOnlySpan<float> logProbabilities = Pass.LogProbabilities;
        for (int row = 0; row < ratios.Length; row++)
        {
            ratios[row] = logProbabilities[row] - ratios[row];
        }

        Elementary.Exp(ratios, ratios);
        return ratios;
    }

    private void FillEntropyGradients(ReadOnlySpan<int> steps, float gradient)
    {
        Span<float> gradients = _rows.Entropies;
        for (int row = 0; row < steps.Length; row++)
        {
            gradients[row] = steps[row] < 0 ? 0 : gradient;
        }
    }

    private void Report(PpoSums sums, double clipRange)
    {
        Figures.Set(TrainingFigures.PolicyLoss, sums.PolicyLoss / sums.Steps);
        Figures.Set(TrainingFigures.ValueLoss, sums.ValueLoss / sums.Steps);
        Figures.Set(TrainingFigures.Entropy, sums.Entropy / sums.Steps);
        Figures.Set(TrainingFigures.ApproximateKl, sums.ApproximateKl / sums.Steps);
        Figures.Set(TrainingFigures.ClipFraction, sums.Clipped / sums.Steps);
        Figures.Set(TrainingFigures.GradientNorm, sums.GradientNorm / sums.Minibatches);
        Figures.Set(TrainingFigures.ClipRange, clipRange);
    }

    /// <summary>Sums over the steps of minibatches.</summary>
    private struct PpoSums
    {
        public int Minibatches;
        public long Steps;
        public double PolicyLoss;
        public double ValueLoss;
        public double Entropy;
        public double ApproximateKl;
        public double Clipped;
        public double GradientNorm;

        public void Add(in PpoSums other)
        {
            Minibatches += other.Minibatches;
            Steps += other.Steps;
            PolicyLoss += other.PolicyLoss;
            ValueLoss += other.ValueLoss;
            Entropy += other.Entropy;
            ApproximateKl += other.ApproximateKl;
            Clipped += other.Clipped;
        }
    }
}
