using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Persistence.Onnx;

/// <summary>What each kind of policy computes.</summary>
internal static class PolicyDescriptions
{
    /// <exception cref="NotSupportedException">There is no description for policies of that kind.</exception>
    public static PolicyDescription Of(IPolicy policy) => policy switch
    {
        ActorCriticPolicy actorCritic => Of(actorCritic),
        _ => throw new NotSupportedException(
            $"A {policy.GetType().Name} cannot be exported as ONNX; the policies of PPO, A2C and SAC can."),
    };

    private static PolicyDescription Of(ActorCriticPolicy policy) => new()
    {
        ObservationSpace = policy.ObservationSpace,
        ActionSpace = policy.ActionSpace,
        Parameters = policy.Weights.ToArray(),
        Scaling = policy.Encoder.Normalizes
            ? new ObservationScaling(policy.Layout["observation.mean"], policy.Layout["observation.scale"], ObservationEncoder.Limit)
            : null,
        Memory = policy.Network.ActorMemory,
        Actor = policy.Network.Actor,
        Head = policy.ActionSpace is BoxSpace ? ActionHead.Gaussian : ActionHead.Categorical,
    };
}
