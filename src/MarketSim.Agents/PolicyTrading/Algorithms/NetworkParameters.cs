using MarketSim.Agents.Parameters;
using MarketSim.Learning.Optimisation;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>Parameters that several algorithms have, with the same meaning in each.</summary>
internal static class NetworkParameters
{
    private enum RateSchedule
    {
        Constant,
        Linear,
    }

    public static ParameterDefinition LearningRate(double value) =>
        new("learningRate", ParameterUnit.Number, value, 1e-12, 1, "Step of the optimiser.");

    public static ParameterDefinition Schedule { get; } =
        ParameterDefinition.Choice("schedule", "Whether the learning rate stays, or falls evenly to 0 over the training.", "constant", "linear");

    public static ParameterDefinition Gamma { get; } =
        new("gamma", ParameterUnit.Fraction, 0.99, 0, 1, "Discount of a reward one decision later.");

    public static ParameterDefinition StepsPerUpdate { get; } = new(
        "stepsPerUpdate", ParameterUnit.Count, 0, 0, 10_000_000, "Steps that an update waits for; 0 for one segment of every agent that shares the policy.");

    public static ParameterDefinition EntropyCoefficient(double value) =>
        new("entropyCoefficient", ParameterUnit.Number, value, 0, 100, "Weight of the entropy in the loss.");

    public static ParameterDefinition ValueCoefficient { get; } =
        new("valueCoefficient", ParameterUnit.Number, 0.5, 0, 100, "Weight of the squared error of values in the loss.");

    public static ParameterDefinition GradientNorm { get; } =
        new("gradientNorm", ParameterUnit.Number, 0.5, 1e-6, 1e6, "Gradients of a larger norm are scaled down to it.");

    public static ParameterDefinition GaeLambda(double value) =>
        new("gaeLambda", ParameterUnit.Fraction, value, 0, 1, "Lambda of the advantages: 0 looks one step ahead, 1 to the end.");

    public static ParameterDefinition LstmSize { get; } =
        new("lstmSize", ParameterUnit.Count, 0, 0, 4_096, "Units of the LSTM before the hidden layers; 0 for a policy without memory.");

    public static ParameterDefinition Correction { get; } =
        ParameterDefinition.Choice("correction", "Whether steps of weights older than the present ones are corrected for (V-trace).", "none", "vtrace");

    public static ParameterDefinition Normalization { get; } =
        ParameterDefinition.Choice("observations", "Whether observations are taken as they are, or brought to mean 0 and deviation 1 by running moments.", "plain", "normalized");

    public static ParameterDefinition[] Hidden(int size) =>
    [
        new("hiddenSize", ParameterUnit.Count, size, 1, 4_096, "Units of each hidden layer of actor and critic."),
        new("hiddenLayers", ParameterUnit.Count, 2, 0, 8, "Hidden layers of actor and critic."),
    ];

    public static int[] HiddenSizes(ParameterSet parameters)
    {
        int[] sizes = new int[parameters.Count("hiddenLayers")];
        Array.Fill(sizes, parameters.Count("hiddenSize"));
        return sizes;
    }

    public static Schedule RateOf(ParameterSet parameters) => parameters.Choice<RateSchedule>("schedule") == RateSchedule.Linear
        ? MarketSim.Learning.Optimisation.Schedule.LinearToZero(parameters["learningRate"])
        : parameters["learningRate"];

    /// <summary>Whether the second of two words was chosen.</summary>
    public static bool IsSecond(ParameterSet parameters, string name) => parameters[name] > 0.5;

    public static int StepsOf(LearningTask task) =>
        task.Parameters.Count("stepsPerUpdate") is > 0 and int given ? given : task.StepsPerRound;

    /// <summary>Steps of a rollout in each of several environments, at least 1.</summary>
    public static int StepsPerEnvironment(LearningTask task, int environments) => Math.Max(1, StepsOf(task) / environments);
}
