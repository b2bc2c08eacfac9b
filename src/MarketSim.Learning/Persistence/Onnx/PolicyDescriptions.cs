using MarketSim.Learning.Networks;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Persistence.Onnx;

/// <summary>Describes the computation of each kind of policy.</summary>
internal static class PolicyDescriptions
{
    /// <exception cref="NotSupportedException">There is no description for policies of that kind.</exception>
    public static PolicyDescription Of(IPolicy policy) => policy switch
    {
        ActorCriticPolicy { Network.Function.Extractor: { } layers } => throw new NotSupportedException(
            $"A policy with the layers {layers.Extractor.Description} cannot be exported as ONNX; its safetensors file has all of its weights."),
        ActorCriticPolicy actorCritic => Of(actorCritic),
        SacPolicy softActorCritic => Of(softActorCritic),
        _ => throw new NotSupportedException(
            $"A {policy.GetType().Name} cannot be exported as ONNX; the policies of PPO, A2C and SAC can."),
    };

    private static PolicyDescription Of(ActorCriticPolicy policy) => new()
    {
        ObservationSpace = policy.ObservationSpace,
        ActionSpace = policy.ActionSpace,
        Parameters = policy.Weights.ToArray(),
        Scaling = ScalingOf(policy.Encoder, policy.Layout),
        Memory = policy.Network.Actor.Memory,
        Actor = policy.Network.Actor.Head,
        Head = policy.ActionSpace is BoxSpace ? ActionHead.Gaussian : ActionHead.Categorical,
    };

    private static PolicyDescription Of(SacPolicy policy) => new()
    {
        ObservationSpace = policy.ObservationSpace,
        ActionSpace = policy.ActionSpace,
        Parameters = policy.Weights.ToArray(),
        Scaling = ScalingOf(policy.Encoder, policy.Layout),
        Actor = policy.Actor.Branches[0].Head,
        Head = policy.Noise is not null ? ActionHead.SquashedMean : policy.ActionSpace is BoxSpace ? ActionHead.SquashedGaussian : ActionHead.Categorical,
    };

    private static ObservationScaling? ScalingOf(ObservationEncoder encoder, ParameterLayout layout) => encoder.Normalizes
        ? new ObservationScaling(layout["observation.mean"], layout["observation.scale"], ObservationEncoder.Limit)
        : null;
}
