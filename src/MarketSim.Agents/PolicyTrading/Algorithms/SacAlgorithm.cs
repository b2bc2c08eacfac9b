using MarketSim.Agents.Parameters;
using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Algorithms.SoftActorCritic;
using MarketSim.Learning.Options;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Training;
using MarketSim.Numerics.Functions;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>SAC for agents of a market.</summary>
internal static class SacAlgorithm
{
    // A market yields fewer steps than the tasks that the library's defaults are for.
    private static readonly SacOptions Defaults = new() { ReplayCapacity = 100_000, LearningStarts = 390, BatchSize = 128, HiddenSizes = [64, 64] };

    internal static readonly LearnerOptions<SacOptions> Parameters = new(
        Defaults,
        [
            NetworkParameters.LearningRate(SacSettings.Table, Defaults),
            Of("gamma"),
            Of("replayCapacity"),
            Of("learningStarts"),
            Of("batchSize"),
            Of("tau"),
            Of("gradientStepsPerStep", "gradientSteps"),
            TargetEntropy(),
            NetworkParameters.Hidden(SacSettings.Table, Defaults),
            LearnerOption<SacOptions>.Choice(SacSettings.Table, Defaults, "normalizeObservations", "observations", "plain", "normalized"),
            NetworkParameters.CriticHidden(SacSettings.Table, "criticHiddenSizes", "criticHiddenSize"),
            .. NetworkParameters.Exploration(SacSettings.Table, Defaults),
            Of("normalizeRewards", isNew: true),
            Of("actionNoise", isNew: true),
            Of("actionNoiseDeviation", isNew: true),
            Of("actionNoiseReversion", isNew: true),
            Of("actionNoiseTimeStep", isNew: true),
        ]);

    public static AlgorithmDefinition Definition { get; } = new(
        "sac",
        "SAC",
        "Soft actor-critic: learns from all that it has kept, and is rewarded for staying undecided as long as that costs little.",
        "Haarnoja et al. (2018), arXiv:1812.05905",
        DefaultSegment: 30,
        Parameters.Definitions,
        static task => new SacLearner(task.ObservationSpace, task.ActionSpace, OptionsOf(task), task.LearnerSeed, task.Engine.Create()) { PlannedSteps = task.ExpectedSteps },
        static task => OptionsOf(task).CreatePolicy(task.ObservationSpace, task.ActionSpace, task.LearnerSeed),
        static policy => ((SacPolicy)policy).Layout)
    {
        CreateModel = static (task, environments) => new Sac(environments, OptionsOf(task), task.LearnerSeed, engine: task.Engine.Create()),
        Conflict = ConflictOf,
    };

    private static LearnerOption<SacOptions> Of(string name, string? called = null, bool isNew = false) =>
        LearnerOption<SacOptions>.Of(SacSettings.Table, Defaults, name, called, isNew);

    // A share of the largest entropy, which only the action space determines: applied in OptionsOf.
    private static LearnerOption<SacOptions> TargetEntropy() => new(
        [new ParameterDefinition("targetEntropy", ParameterUnit.Fraction, 0, 0, 1, "Entropy aimed at, as a share of the largest one of discrete actions; 0 for the algorithm's own aim.")],
        static (options, _) => options);

    private static SacOptions OptionsOf(LearningTask task) => Parameters.Of(task.Parameters) with
    {
        TargetEntropy = task.Parameters["targetEntropy"] is > 0 and double share && task.ActionSpace is DiscreteSpace choices
            ? share * Elementary.Log(choices.Count)
            : null,
    };

    private static string? ConflictOf(ParameterSet parameters, Space actions)
    {
        if (parameters["targetEntropy"] > 0 && actions is not DiscreteSpace)
        {
            return "targetEntropy is a share of the largest entropy of discrete actions; the actions here are continuous. Leave it out, or choose discrete actions.";
        }

        // Agents of a market draw actions from their policy only.
        bool isInMarket = parameters.Definitions.Any(static definition => definition.Name == "decisionInterval");
        return parameters.Count("actionNoise") > 0 && (isInMarket || actions is not BoxSpace)
            ? "actionNoise is for continuous actions in trainings on bars; leave it out (stateDependentExploration explores in markets too)."
            : NetworkParameters.ExplorationConflict(parameters, actions);
    }
}
