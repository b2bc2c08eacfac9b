using MarketSim.Learning.Distributions;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;

namespace MarketSim.Learning.Imitation.Adversarial;

/// <summary>Log-probabilities of an expert's actions under a policy, episode by episode, with memory from their first step on.</summary>
internal sealed class ActionLikelihood
{
    private readonly ActorCriticPolicy _policy;
    private readonly INetworkPass _pass;
    private FloatBuffer _features;
    private FloatBuffer _entropies;

    public ActionLikelihood(ActorCriticPolicy policy, IGradientEngine? engine)
    {
        _policy = policy;
        _pass = (engine ?? ManagedEngine.Instance).CreatePass(new BranchedNetwork(policy.Network.Actor));
    }

    /// <param name="logProbabilities">Shape [steps of all episodes].</param>
    public void Of(IReadOnlyList<Demonstration> episodes, Span<float> logProbabilities)
    {
        int start = 0;
        foreach (Demonstration episode in episodes)
        {
            int rows = episode.Length;
            Span<float> features = _features.Take(rows * _policy.Encoder.FeatureSize);
            _policy.Encoder.Encode(_policy.Weights, episode.Observations, features);
            SequenceLayout layout = _policy.StateSize == 0 ? SequenceLayout.Independent(rows) : new SequenceLayout(rows, 1);
            _pass.Forward(_policy.Weights, new NetworkInput(features, layout, initialStates: [], starts: []), differentiable: false);
            _policy.Distribution.Evaluate(
                new ActionRows(_policy.Weights, _pass.Output(0), episode.Actions, rows), logProbabilities.Slice(start, rows), _entropies.Take(rows));
            start += rows;
        }
    }
}
