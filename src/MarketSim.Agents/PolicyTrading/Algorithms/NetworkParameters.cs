using MarketSim.Agents.Parameters;
using MarketSim.Learning.Optimisation;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>Parameters of algorithms that are made of others or have options of their own: those of PPO, by the same declarations.</summary>
internal static class NetworkParameters
{
    public static ParameterDefinition Schedule { get; } = Of("schedule");

    public static ParameterDefinition Gamma { get; } = Of("gamma");

    public static ParameterDefinition StepsPerUpdate { get; } = Of("stepsPerUpdate");

    public static ParameterDefinition ValueCoefficient { get; } = Of("valueCoefficient");

    public static ParameterDefinition GradientNorm { get; } = Of("gradientNorm");

    public static ParameterDefinition LstmSize { get; } = Of("lstmSize");

    public static ParameterDefinition Normalization { get; } = Of("observations");

    public static ParameterDefinition LearningRate(double value) => Of("learningRate") with { Default = value };

    public static ParameterDefinition GaeLambda(double value) => Of("gaeLambda") with { Default = value };

    public static ParameterDefinition EntropyCoefficient(double value) => Of("entropyCoefficient") with { Default = value };

    public static ParameterDefinition[] Hidden(int size) => [Of("hiddenSize") with { Default = size }, Of("hiddenLayers")];

    public static int[] HiddenSizes(ParameterSet parameters)
    {
        int[] sizes = new int[parameters.Count("hiddenLayers")];
        Array.Fill(sizes, parameters.Count("hiddenSize"));
        return sizes;
    }

    public static Schedule RateOf(ParameterSet parameters) => parameters.Count("schedule") == 0
        ? parameters["learningRate"]
        : MarketSim.Learning.Optimisation.Schedule.LinearToZero(parameters["learningRate"]);

    /// <summary>Whether the second of two words was chosen.</summary>
    public static bool IsSecond(ParameterSet parameters, string name) => parameters[name] > 0.5;

    public static int StepsOf(LearningTask task) => SharedOptions.StepsOf(task);

    private static ParameterDefinition Of(string name) =>
        ActorCriticAlgorithms.PpoParameters.Definitions.First(definition => definition.Name == name);
}
