using MarketSim.Learning.Distributions;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Algorithms.SoftActorCritic;

/// <summary>
/// Soft actor-critic with discrete actions (Christodoulou 2019, arXiv:1910.07207): critics value every choice at once, and expectations over
/// the policy are exact. With several choices at once, the value of an action is the sum over its choices.
/// </summary>
internal sealed class DiscreteSacStep : ISacStep
{
    private readonly SacModel _model;
    private readonly CategoricalDistribution _distribution;
    private readonly int _rows;
    private readonly int _width;
    private readonly int _actionSize;
    private readonly float[] _probabilities;
    private readonly float[] _logProbabilities;
    private readonly float[] _nextProbabilities;
    private readonly float[] _nextLogProbabilities;
    private readonly float[] _targets;

    public DiscreteSacStep(SacModel model)
    {
        _model = model;
        _distribution = new CategoricalDistribution(model.Policy.Categorical!.Counts);
        _rows = model.Options.BatchSize;
        _width = _distribution.ParameterSize;
        _actionSize = _distribution.ActionSize;
        int size = _rows * _width;
        _probabilities = new float[size];
        _logProbabilities = new float[size];
        _nextProbabilities = new float[size];
        _nextLogProbabilities = new float[size];
        _targets = new float[_rows];
    }

    public SacLosses Step(ReplayBatch batch, ReadOnlySpan<float> features, ReadOnlySpan<float> nextFeatures, double learningRate, ref RandomStream random)
    {
        ReadOnlySpan<float> weights = _model.Policy.Weights;
        ForwardPresent(features);
        double meanLogProbability = 0;
        for (int i = 0; i < _probabilities.Length; i++)
        {
            meanLogProbability += _probabilities[i] * _logProbabilities[i];
        }

        meanLogProbability /= _rows;
        float alpha = _model.EntropyWeight.Value;
        double weightLoss = _model.EntropyWeight.Update(meanLogProbability, learningRate);

        _model.FollowingActor.Forward(weights, new NetworkInput(nextFeatures, _rows), differentiable: false);
        _distribution.Probabilities(_model.FollowingActor.Output(0), _rows, _nextProbabilities, _nextLogProbabilities);
        ComputeTargets(batch, nextFeatures, alpha);
        double criticLoss = StepCritics(batch, features, learningRate);
        double actorLoss = AddActorGradients(features, alpha);
        _model.StepActor(learningRate);
        _model.Critic.FollowWithTargets(_model.Options.Tau);
        return new SacLosses(criticLoss, actorLoss, weightLoss, meanLogProbability);
    }

    public double ActionValue(ReadOnlySpan<float> features, ReadOnlySpan<float> action) =>
        Math.Min(
            ValueOf(_model.Critic.Forward(0, features, 1, differentiable: false), action),
            ValueOf(_model.Critic.Forward(1, features, 1, differentiable: false), action));

    /// <summary>The probabilities of the present policy by which <see cref="AddActorGradients"/> computes the loss.</summary>
    internal void ForwardPresent(ReadOnlySpan<float> features)
    {
        _model.Actor.Forward(_model.Policy.Weights, new NetworkInput(features, _rows));
        _distribution.Probabilities(_model.Actor.Output(0), _rows, _probabilities, _logProbabilities);
    }

    /// <summary>Sum over the choices of an action.</summary>
    private float ValueOf(ReadOnlySpan<float> values, ReadOnlySpan<float> action)
    {
        float sum = 0;
        int at = 0;
        for (int group = 0; group < _actionSize; group++)
        {
            sum += values[at + (int)action[group]];
            at += _distribution.Counts[group];
        }

        return sum;
    }

    private void ComputeTargets(ReplayBatch batch, ReadOnlySpan<float> nextFeatures, float alpha)
    {
        ReadOnlySpan<float> first = _model.Critic.ForwardTarget(0, nextFeatures, _rows);
        ReadOnlySpan<float> second = _model.Critic.ForwardTarget(1, nextFeatures, _rows);
        ReadOnlySpan<float> discounts = batch.Discounts;
        for (int row = 0; row < _rows; row++)
        {
            float next = 0;
            for (int i = row * _width; i < (row + 1) * _width; i++)
            {
                next += _nextProbabilities[i] * (Math.Min(first[i], second[i]) - (alpha * _nextLogProbabilities[i]));
            }

            _targets[row] = batch.Rewards[row] + ((1 - batch.Terminated[row]) * discounts[row] * next);
        }
    }

    private double StepCritics(ReplayBatch batch, ReadOnlySpan<float> features, double learningRate)
    {
        double loss = 0;
        _model.Critic.BeginGradients();
        for (int critic = 0; critic < 2; critic++)
        {
            ReadOnlySpan<float> values = _model.Critic.Forward(critic, features, _rows);
            Span<float> gradients = _model.Critic.OutputGradient(critic);
            gradients.Clear();
            for (int row = 0; row < _rows; row++)
            {
                ReadOnlySpan<float> action = batch.Action(row);
                float error = ValueOf(values.Slice(row * _width, _width), action) - _targets[row];
                loss += 0.5 * error * error;
                int at = row * _width;
                for (int group = 0; group < _actionSize; group++)
                {
                    gradients[at + (int)action[group]] = error / _rows;
                    at += _distribution.Counts[group];
                }
            }

            _model.Critic.Backward(critic, features, _rows);
        }

        _model.Critic.Step(learningRate);
        return loss / _rows;
    }

    /// <summary>Mean over the batch of the expectation of alpha log pi - min Q, and its gradients in the actor's weights.</summary>
    internal double AddActorGradients(ReadOnlySpan<float> features, float alpha)
    {
        ReadOnlySpan<float> first = _model.Critic.Forward(0, features, _rows, differentiable: false);
        ReadOnlySpan<float> second = _model.Critic.Forward(1, features, _rows, differentiable: false);
        Span<float> gradients = _model.Actor.OutputGradient(0);
        double loss = 0;
        for (int i = 0; i < gradients.Length; i++)
        {
            // The derivative of p alpha log p has alpha more; the softmax takes it away again.
            float cost = (alpha * _logProbabilities[i]) - Math.Min(first[i], second[i]);
            loss += _probabilities[i] * cost;
            gradients[i] = cost / _rows;
        }

        _distribution.BackwardOfProbabilities(_probabilities, gradients, _rows, gradients);
        _model.BackwardActor(features);
        return loss / _rows;
    }
}
