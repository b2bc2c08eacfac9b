using MarketSim.Learning.Distributions;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Algorithms.SoftActorCritic;

/// <summary>
/// Soft actor-critic with a squashed Gaussian (Haarnoja et al. 2018, arXiv:1812.05905). Actions are scaled to -1 to 1. The order is that of
/// Stable-Baselines3: entropy weight, critics, actor, targets, the losses with the entropy weight before its step.
/// </summary>
internal sealed class ContinuousSacStep : ISacStep
{
    private readonly SacModel _model;
    private readonly int _rows;
    private readonly int _actionSize;
    private readonly int _featureSize;
    private readonly SquashedGaussianDistribution _present;
    private readonly SquashedGaussianDistribution _following;
    private readonly StateDependentSquashedDraw? _presentByState;
    private readonly StateDependentSquashedDraw? _followingByState;
    private readonly float[] _noise;
    private readonly float[] _actions;
    private readonly float[] _logProbabilities;
    private readonly float[] _nextActions;
    private readonly float[] _nextLogProbabilities;
    private readonly float[] _targets;
    private readonly float[] _input;
    private readonly float[] _actionGradients;
    private readonly float[] _logGradients;

    public ContinuousSacStep(SacModel model)
    {
        _model = model;
        _rows = model.Options.BatchSize;
        _actionSize = model.Policy.ActionSpace.Size;
        _featureSize = model.Policy.Encoder.FeatureSize;
        _present = new SquashedGaussianDistribution(_actionSize);
        _following = new SquashedGaussianDistribution(_actionSize);
        StateDependentNoise? stateDependent = model.Policy.Noise;
        _presentByState = stateDependent is null ? null : new StateDependentSquashedDraw(stateDependent, _actionSize);
        _followingByState = stateDependent is null ? null : new StateDependentSquashedDraw(stateDependent, _actionSize);
        _noise = new float[_rows * _actionSize];
        _actions = new float[_rows * _actionSize];
        _logProbabilities = new float[_rows];
        _nextActions = new float[_rows * _actionSize];
        _nextLogProbabilities = new float[_rows];
        _targets = new float[_rows];
        _input = new float[_rows * (_featureSize + _actionSize)];
        _actionGradients = new float[_rows * _actionSize];
        _logGradients = new float[_rows];
    }

    public SacLosses Step(ReplayBatch batch, ReadOnlySpan<float> features, ReadOnlySpan<float> nextFeatures, double learningRate, ref RandomStream random)
    {
        ReadOnlySpan<float> weights = _model.Policy.Weights;
        DrawPresent(features, ref random);
        double meanLogProbability = Mean(_logProbabilities);
        float alpha = _model.EntropyWeight.Value;
        double weightLoss = _model.EntropyWeight.Update(meanLogProbability, learningRate);

        _model.FollowingActor.Forward(weights, new NetworkInput(nextFeatures, _rows), differentiable: false);
        DrawFollowing(ref random);
        ComputeTargets(batch, nextFeatures, alpha);
        double criticLoss = StepCritics(batch, features, learningRate);
        double actorLoss = AddActorGradients(features, alpha);
        _model.StepActor(learningRate);
        _model.Critic.FollowWithTargets(_model.Options.Tau);
        return new SacLosses(criticLoss, actorLoss, weightLoss, meanLogProbability);
    }

    public double ActionValue(ReadOnlySpan<float> features, ReadOnlySpan<float> action)
    {
        Span<float> input = _input.AsSpan(0, _featureSize + _actionSize);
        features.CopyTo(input);
        action.CopyTo(input[_featureSize..]);
        return Math.Min(
            _model.Critic.Forward(0, input, 1, differentiable: false)[0], _model.Critic.Forward(1, input, 1, differentiable: false)[0]);
    }

    /// <summary>Draws the actions of the present policy for which <see cref="AddActorGradients"/> computes the loss.</summary>
    internal void DrawPresent(ReadOnlySpan<float> features, ref RandomStream random)
    {
        ReadOnlySpan<float> weights = _model.Policy.Weights;
        _model.Actor.Forward(weights, new NetworkInput(features, _rows));
        if (_presentByState is null)
        {
            DrawNoise(ref random);
            _present.SampleFrom(_model.Actor.Output(0), _noise, _rows, _actions, _logProbabilities);
            return;
        }

        // One matrix for all rows of a gradient step, as in Stable-Baselines3.
        _model.Policy.Noise!.Begin(weights);
        _model.Policy.Noise.DrawMatrix(ref random);
        _presentByState.SampleByMatrix(weights, _model.Actor.Output(0), _model.Actor.Latents(0), _rows, _actions, _logProbabilities);
    }

    private void DrawFollowing(ref RandomStream random)
    {
        if (_followingByState is null)
        {
            DrawNoise(ref random);
            _following.SampleFrom(_model.FollowingActor.Output(0), _noise, _rows, _nextActions, _nextLogProbabilities);
            return;
        }

        _followingByState.SampleByMatrix(
            _model.Policy.Weights, _model.FollowingActor.Output(0), _model.FollowingActor.Latents(0), _rows, _nextActions, _nextLogProbabilities);
    }

    /// <summary>reward + gamma (min of the target critics - alpha log pi) at actions of the present policy.</summary>
    private void ComputeTargets(ReplayBatch batch, ReadOnlySpan<float> nextFeatures, float alpha)
    {
        Join(nextFeatures, _nextActions);
        ReadOnlySpan<float> first = _model.Critic.ForwardTarget(0, _input, _rows);
        ReadOnlySpan<float> second = _model.Critic.ForwardTarget(1, _input, _rows);
        ReadOnlySpan<float> discounts = batch.Discounts;
        for (int row = 0; row < _rows; row++)
        {
            float next = Math.Min(first[row], second[row]) - (alpha * _nextLogProbabilities[row]);
            _targets[row] = batch.Rewards[row] + ((1 - batch.Terminated[row]) * discounts[row] * next);
        }
    }

    private double StepCritics(ReplayBatch batch, ReadOnlySpan<float> features, double learningRate)
    {
        Join(features, batch.Actions);
        double loss = 0;
        _model.Critic.BeginGradients();
        for (int critic = 0; critic < 2; critic++)
        {
            ReadOnlySpan<float> values = _model.Critic.Forward(critic, _input, _rows);
            Span<float> gradients = _model.Critic.OutputGradient(critic);
            for (int row = 0; row < _rows; row++)
            {
                float error = values[row] - _targets[row];
                loss += 0.5 * error * error;
                gradients[row] = error / _rows;
            }

            _model.Critic.Backward(critic, _input, _rows);
        }

        _model.Critic.Step(learningRate);
        return loss / _rows;
    }

    /// <summary>Mean of alpha log pi - min Q at the actions last drawn for the batch, and its gradients in the actor's weights.</summary>
    internal double AddActorGradients(ReadOnlySpan<float> features, float alpha)
    {
        Join(features, _actions);
        ReadOnlySpan<float> first = _model.Critic.Forward(0, _input, _rows);
        ReadOnlySpan<float> second = _model.Critic.Forward(1, _input, _rows);
        Span<float> firstGradients = _model.Critic.OutputGradient(0);
        Span<float> secondGradients = _model.Critic.OutputGradient(1);
        double loss = 0;
        for (int row = 0; row < _rows; row++)
        {
            bool isFirst = first[row] <= second[row];
            loss += (alpha * _logProbabilities[row]) - (isFirst ? first[row] : second[row]);
            firstGradients[row] = isFirst ? -1f / _rows : 0;
            secondGradients[row] = isFirst ? 0 : -1f / _rows;
            _logGradients[row] = alpha / _rows;
        }

        TakeActionGradients(_model.Critic.BackwardToInput(0, _input, _rows), adds: false);
        TakeActionGradients(_model.Critic.BackwardToInput(1, _input, _rows), adds: true);
        if (_presentByState is null)
        {
            _present.Backward(_model.Actor.Output(0), _rows, _actionGradients, _logGradients, _model.Actor.OutputGradient(0));
            _model.BackwardActor(features);
        }
        else
        {
            _presentByState.Backward(_model.Actor.Output(0), _rows, _actionGradients, _logGradients, _model.Actor.OutputGradient(0));
            _model.BackwardActor(features);
            _presentByState.AddNoiseGradients(_rows, _model.AddedActorGradients);
        }

        return loss / _rows;
    }

    private void TakeActionGradients(ReadOnlySpan<float> inputGradients, bool adds)
    {
        int width = _featureSize + _actionSize;
        for (int i = 0; i < _actionGradients.Length; i++)
        {
            float gradient = inputGradients[(i / _actionSize * width) + _featureSize + (i % _actionSize)];
            _actionGradients[i] = adds ? _actionGradients[i] + gradient : gradient;
        }
    }

    /// <summary>The critics' input: features, then action.</summary>
    private void Join(ReadOnlySpan<float> features, ReadOnlySpan<float> actions)
    {
        int width = _featureSize + _actionSize;
        for (int row = 0; row < _rows; row++)
        {
            features.Slice(row * _featureSize, _featureSize).CopyTo(_input.AsSpan(row * width));
            actions.Slice(row * _actionSize, _actionSize).CopyTo(_input.AsSpan((row * width) + _featureSize));
        }
    }

    private void DrawNoise(ref RandomStream random)
    {
        foreach (ref float value in _noise.AsSpan())
        {
            value = (float)random.NextNormal();
        }
    }

    private static double Mean(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
