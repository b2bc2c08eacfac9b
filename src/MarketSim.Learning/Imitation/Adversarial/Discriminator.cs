using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Imitation.Adversarial;

/// <summary>
/// Tells an expert's steps from a generator's. For GAIL the logit is one network of observation and action (Ho and Ermon 2016, arXiv:1606.03476). For AIRL it is
/// f - log pi(a|s) with f = g + discount h(s') - h(s): g is the reward, h the shaping term, which changes no optimal policy (Fu, Luo and Levine 2018,
/// arXiv:1710.11248).
/// </summary>
internal sealed class Discriminator
{
    private readonly AdversarialOptions _options;
    private readonly bool _isAirl;
    private readonly INetworkPass _reward;
    private readonly INetworkPass? _shaping;
    private readonly int _rewardInputs;
    private readonly float[] _gradients;
    private readonly ParameterBlock[] _decayed;
    private readonly Adam _optimiser;
    private FloatBuffer _logits;
    private FloatBuffer _probabilities;
    private FloatBuffer _both;

    public Discriminator(StepFeatures features, AdversarialOptions options, bool isAirl, ulong seed, IGradientEngine? engine)
    {
        _options = options;
        _isAirl = isAirl;
        Features = features;
        IsStateOnly = isAirl && options.StateOnlyReward;
        _rewardInputs = IsStateOnly ? features.ObservationSize : features.Size;
        engine ??= ManagedEngine.Instance;
        var random = new RandomStream(seed, RandomPurpose.Initialization, group: 3, index: 0);
        var reward = new NetworkBranch(Layout, "reward", _rewardInputs, lstmSize: null, [.. options.DiscriminatorHiddenSizes, 1], Activation.Tanh);
        NetworkBranch? shaping = isAirl ? new NetworkBranch(Layout, "shaping", features.ObservationSize, lstmSize: null, [.. options.DiscriminatorHiddenSizes, 1], Activation.Tanh) : null;
        Parameters = new float[Layout.Size];
        reward.Head.Initialize(Parameters, Math.Sqrt(2), 0.1, ref random);
        shaping?.Head.Initialize(Parameters, Math.Sqrt(2), 0.1, ref random);
        _reward = engine.CreatePass(new BranchedNetwork(reward));
        _shaping = shaping is null ? null : engine.CreatePass(new BranchedNetwork(shaping));
        _gradients = new float[Layout.TrainableSize];
        _decayed = [.. Layout.Blocks.Where(static block => block.Shape.Count > 1)];
        _optimiser = new Adam(_gradients.Length);
    }

    public StepFeatures Features { get; }

    public bool IsStateOnly { get; }

    public ParameterLayout Layout { get; } = new();

    public float[] Parameters { get; }

    /// <summary>The learned reward, separate from the discriminator.</summary>
    public LearnedReward Reward() => new(Features, _options.DiscriminatorHiddenSizes, _isAirl, IsStateOnly, _options.AbsorbingState, Parameters);

    /// <summary>Logits that steps are the expert's.</summary>
    /// <param name="logits">Shape [count].</param>
    public void Logits(StepBatch batch, Span<float> logits)
    {
        Forward(batch, differentiable: false);
        Combine(batch, logits);
    }

    /// <summary>
    /// The generator's rewards: of GAIL log D - log(1 - D), which favours neither long nor short episodes (Kostrikov et al. 2019, section 4); of AIRL f,
    /// which is that without its term -log pi. The term is an entropy bonus, which is the generator's setting; for actions that the environment clips it
    /// would reward ever wider distributions that act no differently.
    /// </summary>
    /// <param name="rewards">Shape [count].</param>
    public void Rewards(StepBatch batch, Span<float> rewards)
    {
        Logits(batch, rewards);
        for (int row = 0; row < batch.Count && _isAirl; row++)
        {
            rewards[row] += batch.LogProbabilities[row];
        }
    }

    /// <summary>One step of binary cross-entropy.</summary>
    /// <param name="labels">Shape [count]: 1 for the expert's steps, 0 for the generator's, the expert's share of a mixture.</param>
    /// <param name="learningRate">Of this step.</param>
    public void Update(StepBatch batch, ReadOnlySpan<float> labels, double learningRate)
    {
        Forward(batch, differentiable: true);
        Span<float> gradient = _logits.Take(batch.Count);
        Combine(batch, gradient);
        Span<float> probabilities = _probabilities.Take(batch.Count);
        Elementary.Sigmoid(gradient, probabilities);
        for (int row = 0; row < batch.Count; row++)
        {
            gradient[row] = (probabilities[row] - labels[row]) / batch.Count;
        }

        Backward(batch, gradient);
        _optimiser.Step(Parameters.AsSpan(0, _gradients.Length), _gradients, learningRate);
        Decay(learningRate);
    }

    /// <summary>Mean loss and share of steps that are told right, over expert and generator.</summary>
    public (double Loss, double ExpertAccuracy, double GeneratorAccuracy) Evaluate(StepBatch expert, StepBatch generator)
    {
        (double expertLoss, double expertRight) = Evaluate(expert, isExpert: true);
        (double generatorLoss, double generatorRight) = Evaluate(generator, isExpert: false);
        return ((expertLoss + generatorLoss) / 2, expertRight, generatorRight);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.WriteFloats(Parameters);
        _optimiser.Save(writer);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        reader.ReadFloats(Parameters, "weights of the discriminator");
        _optimiser.Restore(ref reader);
    }

    private (double Loss, double Right) Evaluate(StepBatch batch, bool isExpert)
    {
        Span<float> logits = _logits.Take(batch.Count);
        Logits(batch, logits);
        double right = 0;
        for (int row = 0; row < logits.Length; row++)
        {
            right += logits[row] > 0 == isExpert ? 1 : 0;
            logits[row] = isExpert ? -logits[row] : logits[row];
        }

        Elementary.Softplus(logits, logits);
        double loss = 0;
        foreach (float value in logits)
        {
            loss += value;
        }

        return (loss / batch.Count, right / batch.Count);
    }

    private void Forward(StepBatch batch, bool differentiable)
    {
        ReadOnlySpan<float> input = IsStateOnly ? batch.Observations : batch.Steps;
        _reward.Forward(Parameters, new NetworkInput(input, batch.Count), differentiable);
        _shaping?.Forward(Parameters, new NetworkInput(Both(batch), 2 * batch.Count), differentiable);
    }

    private void Combine(StepBatch batch, Span<float> logits)
    {
        ReadOnlySpan<float> reward = _reward.Output(0);
        if (_shaping is null)
        {
            reward.CopyTo(logits);
            return;
        }

        ReadOnlySpan<float> shaping = _shaping.Output(0);
        float gamma = (float)_options.Gamma;
        for (int row = 0; row < batch.Count; row++)
        {
            logits[row] = reward[row] + (gamma * shaping[batch.Count + row]) - shaping[row] - batch.LogProbabilities[row];
        }
    }

    private void Backward(StepBatch batch, ReadOnlySpan<float> gradient)
    {
        Array.Clear(_gradients);
        gradient.CopyTo(_reward.OutputGradient(0));
        ReadOnlySpan<float> input = IsStateOnly ? batch.Observations : batch.Steps;
        _reward.Backward(Parameters, new NetworkInput(input, batch.Count), _gradients);
        if (_shaping is null)
        {
            return;
        }

        Span<float> shaping = _shaping.OutputGradient(0);
        for (int row = 0; row < batch.Count; row++)
        {
            shaping[row] = -gradient[row];
            shaping[batch.Count + row] = (float)_options.Gamma * gradient[row];
        }

        _shaping.Backward(Parameters, new NetworkInput(Both(batch), 2 * batch.Count), _gradients);
    }

    // Observations before all steps, then after all.
    private ReadOnlySpan<float> Both(StepBatch batch)
    {
        Span<float> both = _both.Take(2 * batch.Observations.Length);
        batch.Observations.CopyTo(both);
        batch.Next.CopyTo(both[batch.Observations.Length..]);
        return both;
    }

    private void Decay(double learningRate)
    {
        float factor = (float)(1 - (learningRate * _options.WeightDecay));
        foreach (ParameterBlock block in _decayed)
        {
            foreach (ref float weight in block.Of(Parameters))
            {
                weight *= factor;
            }
        }
    }
}
