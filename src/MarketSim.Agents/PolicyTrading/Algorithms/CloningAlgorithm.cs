using MarketSim.Agents.Parameters;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Options;
using MarketSim.Learning.Policies;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>Behavioural cloning for agents of a market: they learn from groups that demonstrate to their policy.</summary>
internal static class CloningAlgorithm
{
    // For learners in markets, whose updates are short.
    private static readonly CloningLearnerOptions Defaults = new() { Cloning = new CloningOptions { Patience = 5, NormalizeObservations = false } };

    private static readonly OptionTable<CloningLearnerOptions> Table = new(
        "Cloning", [.. CloningSettings.Table.Fields.Select(static field => field.For<CloningLearnerOptions>(static o => o.Cloning, static (o, part) => o with { Cloning = part }))]);

    private static readonly LearnerOptions<CloningLearnerOptions> Parameters = new(
        Defaults,
        [
            Of("learningRate"),
            Of("batchSize"),
            new(
                [new("epochs", ParameterUnit.Count, Defaults.EpochsPerUpdate, 1, 10_000, "Passes through all demonstrations when new ones have come.")],
                static (options, parameters) => options with { EpochsPerUpdate = parameters.Count("epochs") }),
            Of("patience"),
            new(
                [new("holdOutEvery", ParameterUnit.Count, Defaults.HoldOutEvery, 0, 10_000, "Every so many demonstrated episodes is held out; 0 for none.")],
                static (options, parameters) => options with { HoldOutEvery = parameters.Count("holdOutEvery") }),
            Of("weightDecay"),
            Of("classBalance"),
            Of("sequenceLength"),
            Of("burnIn"),
            NetworkParameters.Hidden(Table, Defaults),
            Of("lstmSize"),
            LearnerOption<CloningLearnerOptions>.Choice(Table, Defaults, "normalizeObservations", "observations", "plain", "normalized"),
        ]);

    public static AlgorithmDefinition Definition { get; } = new(
        "behavioral_cloning",
        "Behavioural cloning",
        "Learns to act as the groups do that demonstrate to its policy; its own steps teach it nothing.",
        "Pomerleau (1989), ALVINN; Bain and Sammut (1995), A framework for behavioural cloning",
        DefaultSegment: 0,
        Parameters.Definitions,
        static task => new CloningLearner(task.ObservationSpace, task.ActionSpace, Parameters.Of(task.Parameters), task.LearnerSeed, task.Engine.Create()) { PlannedSteps = task.ExpectedSteps },
        static task => Parameters.Of(task.Parameters).Cloning.PolicyOptions().CreatePolicy(task.ObservationSpace, task.ActionSpace, task.LearnerSeed),
        static policy => ((ActorCriticPolicy)policy).Layout)
    {
        LearnsFromDemonstrations = true,
    };

    private static LearnerOption<CloningLearnerOptions> Of(string name) => LearnerOption<CloningLearnerOptions>.Of(Table, Defaults, name);
}
