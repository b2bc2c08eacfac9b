using MarketSim.Agents.Parameters;
using MarketSim.Learning.Optimisation;

namespace MarketSim.Agents.PolicyTrading.Algorithms;

/// <summary>Hyper-parameters of PPO that other algorithms share, with the same name, meaning and range.</summary>
internal static class SharedParameters
{
    /// <summary>PPO's definition of a parameter.</summary>
    public static ParameterDefinition Of(string name) => Of(ActorCriticAlgorithms.Ppo, name);

    public static ParameterDefinition Of(AlgorithmDefinition algorithm, string name) => algorithm.Parameters.First(definition => definition.Name == name);

    public static int[] HiddenSizes(ParameterSet parameters) => Layers(parameters.Count("hiddenLayers"), parameters.Count("hiddenSize"));

    public static int[] Layers(int count, int size)
    {
        int[] sizes = new int[count];
        Array.Fill(sizes, size);
        return sizes;
    }

    public static Schedule RateOf(ParameterSet parameters) =>
        IsSecond(parameters, "schedule") ? Schedule.LinearToZero(parameters["learningRate"]) : parameters["learningRate"];

    // Of a choice of two words.
    private static bool IsSecond(ParameterSet parameters, string name) => parameters[name] > 0.5;
}
