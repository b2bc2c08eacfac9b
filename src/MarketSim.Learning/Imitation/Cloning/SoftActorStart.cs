using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Distributions;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Imitation.Cloning;

/// <summary>
/// Fits the actor of SAC to what a clone does at the demonstrations' observations: its head is another one, so that weights cannot be copied. Continuous actions by
/// squared error of the squashed mean, with a standard deviation that still explores; discrete ones by cross-entropy.
/// </summary>
internal sealed class SoftActorStart
{
    private const int BatchSize = 128;
    private const double LearningRate = 1e-3;
    private const double MaximumGradientNorm = 1;

    /// <summary>Logarithm of the deviation of the actions, on the scale of -1 to 1, that the actor begins with.</summary>
    private const float LogDeviation = -1;

    private readonly SacPolicy _actor;
    private readonly INetworkPass _pass;
    private readonly float[] _gradients;
    private readonly Adam _optimiser;
    private FloatBuffer _squashed;

    public SoftActorStart(SacPolicy actor)
    {
        if (actor.Encoder.Normalizes || actor.Noise is not null)
        {
            throw new ArgumentException("A clone starts SAC with plain observations and noise that does not depend on the state; leave NormalizeObservations and StateDependentExploration out.", nameof(actor));
        }

        _actor = actor;
        _pass = ManagedEngine.Instance.CreatePass(actor.Actor);
        _gradients = new float[actor.Layout.TrainableSize];
        _optimiser = new Adam(_gradients.Length);
    }

    /// <returns>Mean loss of the last epoch.</returns>
    public double Fit(IPolicy clone, IReadOnlyList<Demonstration> demonstrations, int epochs, ulong seed)
    {
        (float[] observations, float[] actions) = Targets(clone, demonstrations);
        int steps = actions.Length / clone.ActionSpace.Size;
        int[] order = [.. Enumerable.Range(0, steps)];
        var random = new RandomStream(seed, RandomPurpose.Minibatch, group: 3, index: 0);
        double loss = 0;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            for (int i = order.Length - 1; i > 0; i--)
            {
                int other = random.NextInt32(i + 1);
                (order[i], order[other]) = (order[other], order[i]);
            }

            loss = 0;
            for (int start = 0; start < steps; start += BatchSize)
            {
                loss += Step(observations, actions, order.AsSpan(start, Math.Min(BatchSize, steps - start))) / steps;
            }
        }

        return loss;
    }

    /// <summary>The clone's actions, episode by episode with its memory: continuous actions on the scale of -1 to 1.</summary>
    private (float[] Observations, float[] Actions) Targets(IPolicy clone, IReadOnlyList<Demonstration> demonstrations)
    {
        var batch = new PolicyBatch(clone.ObservationSpace.Size, clone.ActionSpace.Size, clone.StateSize);
        List<float> actions = [];
        float[] action = new float[clone.ActionSpace.Size];
        foreach (Demonstration demonstration in demonstrations)
        {
            batch.Resize(1);
            batch.States.Clear();
            for (int step = 0; step < demonstration.Length; step++)
            {
                demonstration.Observation(step).CopyTo(batch.Observations);
                clone.Act(batch, deterministic: true);
                batch.Actions.CopyTo(action);
                clone.ClipAction(action);
                if (_actor.Box is { } box)
                {
                    ActionBounds.ToUnit(box, action, action);
                }

                actions.AddRange(action);
            }
        }

        return ([.. demonstrations.SelectMany(static demonstration => demonstration.Observations.ToArray())], [.. actions]);
    }

    private double Step(float[] observations, float[] actions, ReadOnlySpan<int> steps)
    {
        int size = _actor.ActionSpace.Size;
        float[] rows = new float[steps.Length * _actor.ObservationSpace.Size];
        float[] targets = new float[steps.Length * size];
        ActorCriticPass.Gather(observations, _actor.ObservationSpace.Size, steps, rows);
        ActorCriticPass.Gather(actions, size, steps, targets);
        float[] features = new float[steps.Length * _actor.Encoder.FeatureSize];
        _actor.Encoder.Encode(_actor.Weights, rows, features);
        var input = new NetworkInput(features, steps.Length);
        _pass.Forward(_actor.Weights, input);
        double loss = _actor.Box is null ? OfChoices(targets, steps.Length) : OfNumbers(targets, steps.Length, size);
        Array.Clear(_gradients);
        _pass.Backward(_actor.Weights, input, _gradients);
        GradientNorm.Clip(_gradients, MaximumGradientNorm);
        _optimiser.Step(_actor.Weights[.._gradients.Length], _gradients, LearningRate);
        return loss;
    }

    private double OfNumbers(ReadOnlySpan<float> targets, int rows, int size)
    {
        ReadOnlySpan<float> outputs = _pass.Output(0);
        Span<float> gradients = _pass.OutputGradient(0);
        Span<float> squashed = _squashed.Take(outputs.Length);
        Elementary.Tanh(outputs, squashed);
        double loss = 0;
        for (int row = 0; row < rows; row++)
        {
            for (int j = 0; j < size; j++)
            {
                int mean = (row * 2 * size) + j;
                float error = squashed[mean] - targets[(row * size) + j];
                float deviation = outputs[mean + size] - LogDeviation;
                gradients[mean] = error * (1 - (squashed[mean] * squashed[mean])) / rows;
                gradients[mean + size] = 0.1f * deviation / rows;
                loss += 0.5 * error * error;
            }
        }

        return loss;
    }

    private double OfChoices(ReadOnlySpan<float> targets, int rows)
    {
        ReadOnlySpan<float> outputs = _pass.Output(0);
        float[] logProbabilities = new float[rows];
        float[] none = new float[rows];
        float[] shares = new float[rows];
        Array.Fill(shares, -1f / rows);
        var shown = new ActionRows(_actor.Weights, outputs, targets, rows);
        _actor.Categorical!.Evaluate(shown, logProbabilities, none);
        Array.Clear(none);
        _actor.Categorical.Backward(shown, shares, none, _gradients, _pass.OutputGradient(0));
        return -logProbabilities.Sum(static value => (double)value);
    }
}
