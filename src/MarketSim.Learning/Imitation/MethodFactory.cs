using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Imitation.Methods;
using MarketSim.Learning.Policies;

namespace MarketSim.Learning.Imitation;

/// <summary>Makes methods by name.</summary>
internal static class MethodFactory
{
    /// <param name="method">As <see cref="ImitationMethods"/> spells it.</param>
    public static IImitationMethod Create(
        string method, IVectorEnvironment environment, DemonstrationSet demonstrations, ImitationOptions options, ulong seed, IPolicy? expert, IGradientEngine? engine) => method switch
    {
        ImitationMethods.BehavioralCloning => new CloningMethod(environment.ObservationSpace, environment.ActionSpace, demonstrations, options.Cloning, seed, engine),
        _ => throw new NotSupportedException(method),
    };
}
