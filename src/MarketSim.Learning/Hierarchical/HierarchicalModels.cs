using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Hierarchical;

/// <summary>
/// The two levels of a hierarchy apart from each other, for systems in which controller and options act at different places, such as a market: the options
/// as one learner and one policy, the controller as another.
/// </summary>
public static class HierarchicalModels
{
    /// <summary>The learners of all options as one. Trajectories say by the first number of their states which option acted (option + 1).</summary>
    /// <param name="seed">Of the first option; those of the others are drawn from it.</param>
    /// <param name="stepsPerUpdate">Steps of all options together that come in between two updates.</param>
    public static ILearner CreateOptionsLearner(
        Space observationSpace, Space actionSpace, HierarchicalSettings settings, ulong seed, int stepsPerUpdate, IGradientEngine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Checked();
        return new OptionsLearner(
            observationSpace, actionSpace, settings, new ModelLevel(settings.OptionModelType, settings.OptionParameters), seed, stepsPerUpdate, engine);
    }

    /// <summary>A policy of the architecture of <see cref="CreateOptionsLearner"/>, to copy the learner's weights into.</summary>
    /// <inheritdoc cref="CreateOptionsLearner"/>
    public static OptionsPolicy CreateOptionsPolicy(Space observationSpace, Space actionSpace, HierarchicalSettings settings, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Checked();
        var level = new ModelLevel(settings.OptionModelType, settings.OptionParameters);
        var view = new FeatureView(observationSpace, settings.OptionFeatures, nameof(settings.OptionFeatures));
        return new OptionsPolicy(
            observationSpace,
            [.. Enumerable.Range(0, settings.NumOptions).Select(option => level.CreatePolicy(view.Space, actionSpace, OptionsLearner.SeedOf(seed, option)))],
            view);
    }

    /// <summary>The learner of a controller. Its trajectories say how long their steps lasted.</summary>
    /// <param name="observationSpace">Of the controller.</param>
    /// <param name="stepsPerUpdate">Choices that an update of PPO or A2C waits for.</param>
    public static ILearner CreateControllerLearner(
        Space observationSpace, HierarchicalSettings settings, ulong seed, int stepsPerUpdate, IGradientEngine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Checked();
        return new ModelLevel(settings.MetaModelType, settings.MetaParameters).CreateLearner(
            observationSpace, MetaController.ActionSpaceOf(settings), seed, stepsPerUpdate, engine, isSemiMarkov: true);
    }

    /// <summary>A policy of the architecture of <see cref="CreateControllerLearner"/>, to copy the learner's weights into.</summary>
    /// <inheritdoc cref="CreateControllerLearner"/>
    public static IPolicy CreateControllerPolicy(Space observationSpace, HierarchicalSettings settings, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Checked();
        return new ModelLevel(settings.MetaModelType, settings.MetaParameters).CreatePolicy(observationSpace, MetaController.ActionSpaceOf(settings), seed);
    }

    /// <summary>The choice that a controller's action stands for.</summary>
    /// <param name="action">Of a controller's policy.</param>
    public static OptionChoice ChoiceOf(HierarchicalSettings settings, ReadOnlySpan<float> action)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new OptionChoice((int)action[0], settings.Termination == OptionTermination.Duration ? settings.Durations[(int)action[1]] : settings.OptionLength);
    }
}
