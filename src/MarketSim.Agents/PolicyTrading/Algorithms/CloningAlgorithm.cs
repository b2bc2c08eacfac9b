using MarketSim.Agents.Parameters;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Policies;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>Behavioural cloning as agents of a market: they learn from what groups that demonstrate to their policy do.</summary>
internal static class CloningAlgorithm
{
    public static AlgorithmDefinition Definition { get; } = new(
        "behavioral_cloning",
        "Behavioural cloning",
        "Learns to act as the groups do that demonstrate to its policy; its own steps teach it nothing.",
        "Pomerleau (1989), ALVINN; Bain and Sammut (1995), A framework for behavioural cloning",
        DefaultSegment: 0,
        [
            SharedParameters.Of("learningRate", 1e-3),
            new("batchSize", ParameterUnit.Count, 64, 1, 65_536, "Steps of a minibatch."),
            new("epochs", ParameterUnit.Count, 10, 1, 10_000, "Passes through all demonstrations when new ones have come."),
            new("patience", ParameterUnit.Count, 5, 0, 10_000, "Passes without a better held-out loss after which an update ends with the best weights; 0 for no such end."),
            new("holdOutEvery", ParameterUnit.Count, 5, 0, 10_000, "Every so many demonstrated episodes is held out; 0 for none."),
            new("weightDecay", ParameterUnit.Number, 1e-3, 0, 100, "Decoupled weight decay."),
            ParameterDefinition.Choice("classBalance", "Whether every step counts the same, or every action.", "none", "balanced"),
            new("sequenceLength", ParameterUnit.Count, 64, 1, 1_000_000, "Steps of an LSTM's sequence that its loss is taken of."),
            new("burnIn", ParameterUnit.Count, 64, 0, 1_000_000, "Steps before a sequence that only bring the LSTM's state up."),
            SharedParameters.Of("hiddenSize"),
            SharedParameters.Of("hiddenLayers"),
            SharedParameters.Of("lstmSize"),
            SharedParameters.Of("observations"),
        ],
        static task => new CloningLearner(task.ObservationSpace, task.ActionSpace, OptionsOf(task.Parameters), task.LearnerSeed, task.Engine.Create()) { PlannedSteps = task.ExpectedSteps },
        static task => new ActorCriticPolicy(task.ObservationSpace, task.ActionSpace, OptionsOf(task.Parameters).Cloning.PolicyOptions(), task.LearnerSeed),
        static policy => ((ActorCriticPolicy)policy).Layout)
    {
        LearnsFromDemonstrations = true,
    };

    private static CloningLearnerOptions OptionsOf(ParameterSet parameters) => new()
    {
        EpochsPerUpdate = parameters.Count("epochs"),
        HoldOutEvery = parameters.Count("holdOutEvery"),
        Cloning = new CloningOptions
        {
            LearningRate = parameters["learningRate"],
            BatchSize = parameters.Count("batchSize"),
            Patience = parameters.Count("patience") is > 0 and int patience ? patience : null,
            WeightDecay = parameters["weightDecay"],
            MaximumGradientNorm = 1,
            ClassBalance = SharedParameters.IsSecond(parameters, "classBalance") ? ClassBalance.Balanced : ClassBalance.None,
            SequenceLength = parameters.Count("sequenceLength"),
            BurnIn = parameters.Count("burnIn"),
            HiddenSizes = SharedParameters.HiddenSizes(parameters),
            LstmSize = parameters.Count("lstmSize") is > 0 and int size ? size : null,
            NormalizeObservations = SharedParameters.IsSecond(parameters, "observations"),
        },
    };
}
