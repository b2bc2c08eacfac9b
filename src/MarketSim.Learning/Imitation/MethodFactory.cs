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
        string method, ImitationEnvironments environments, DemonstrationSet demonstrations, ImitationOptions options, ulong seed, IPolicy? expert, IGradientEngine? engine) => method switch
    {
        ImitationMethods.BehavioralCloning => new CloningMethod(
            environments.Training.ObservationSpace, environments.Training.ActionSpace, demonstrations, options.Cloning, seed, engine),
        ImitationMethods.Dagger => new DaggerMethod(environments.Prototype, demonstrations, options.Cloning, options.Dagger, seed, expert, engine),
        ImitationMethods.InverseReinforcementLearning => new InverseMethod(environments.Prototype, demonstrations, options.Cloning, options.Inverse, seed, engine),
        _ => new AdversarialMethod(
            environments.Training, demonstrations, options.Cloning, options.Adversarial, method == ImitationMethods.Airl, seed, engine),
    };
}
