using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Algorithms.SoftActorCritic;

/// <summary>Everything that a gradient step changes.</summary>
internal sealed class SacModel : IRollbackScope
{
    private readonly float[] _gradients;

    public SacModel(SacPolicy policy, SacOptions options, ulong seed, IGradientEngine engine)
    {
        Policy = policy;
        Actor = engine.CreatePass(policy.Actor);
        FollowingActor = engine.CreatePass(policy.Actor);
        Options = options;
        int features = policy.Encoder.FeatureSize;
        var random = new RandomStream(seed, RandomPurpose.Initialization, 0, 1);
        Critic = policy.Box is { } box
            ? new TwinCritic(features + box.Size, 1, options, engine, ref random)
            : new TwinCritic(features, policy.Categorical!.ParameterSize, options, engine, ref random);
        EntropyWeight = new EntropyWeight(
            options.EntropyCoefficient,
            options.InitialEntropyCoefficient,
            options.TargetEntropy ?? EntropyTargets.Of(policy.ActionSpace),
            options.MaximumEntropyCoefficient);
        _gradients = new float[policy.Layout.TrainableSize];
        ActorOptimiser = new Adam(_gradients.Length);
    }

    public SacPolicy Policy { get; }

    /// <summary>The policy's actor, as it is trained.</summary>
    public INetworkPass Actor { get; }

    /// <summary>The policy's actor for observations that follow, which nothing goes back through.</summary>
    public INetworkPass FollowingActor { get; }

    public SacOptions Options { get; }

    public TwinCritic Critic { get; }

    public EntropyWeight EntropyWeight { get; }

    public Adam ActorOptimiser { get; }

    /// <summary>True when all numbers beside the policy's weights are finite.</summary>
    public bool IsFinite => Critic.IsFinite && EntropyWeight.IsFinite && ActorOptimiser.IsFinite;

    public void Remember()
    {
        Critic.Remember();
        EntropyWeight.Remember();
        ActorOptimiser.Remember();
    }

    public void Revert()
    {
        Critic.Revert();
        EntropyWeight.Revert();
        ActorOptimiser.Revert();
    }

    /// <summary>Gradients of the actor's weights; each gradient step sets them.</summary>
    public ReadOnlySpan<float> ActorGradients => _gradients;

    /// <summary>The gradients that are added to after <see cref="BackwardActor"/>.</summary>
    public Span<float> AddedActorGradients => _gradients;

    /// <summary>Goes back from the output gradients of <see cref="Actor"/> to <see cref="ActorGradients"/>.</summary>
    public void BackwardActor(ReadOnlySpan<float> features)
    {
        Array.Clear(_gradients);
        Actor.Backward(Policy.Weights, new NetworkInput(features, Options.BatchSize), _gradients);
    }

    public void StepActor(double learningRate) => ActorOptimiser.Step(Policy.Weights[.._gradients.Length], _gradients, learningRate);
}
