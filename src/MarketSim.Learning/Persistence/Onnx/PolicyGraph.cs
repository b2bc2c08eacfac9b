using MarketSim.Learning.Distributions;
using MarketSim.Learning.Spaces;

namespace MarketSim.Learning.Persistence.Onnx;

/// <summary>
/// A policy as an ONNX model that takes observations as the environment gives them and returns actions as the environment takes them: normalisation,
/// squashing and clipping are inside.
/// </summary>
/// <remarks>
/// Inputs: <c>observation</c> [rows, observation size]; with memory also <c>state</c> [rows, state size], zero at the start of an episode. Outputs:
/// <c>action</c> [rows, action size] (whole numbers for choices), <c>logits</c> or <c>mean</c> of the distribution that it is the mode of, and with
/// memory <c>next_state</c>.
/// </remarks>
internal static class PolicyGraph
{
    public static byte[] Build(PolicyDescription policy, IReadOnlyDictionary<string, string> notes)
    {
        var graph = new OnnxGraph("policy");
        var layers = new OnnxLayers(graph, policy.Parameters);
        foreach ((string key, string value) in notes)
        {
            graph.Note(key, value);
        }

        OnnxValue current = Features(policy, layers, graph.Input("observation", policy.ObservationSpace.Size));
        if (policy.Memory is { } memory)
        {
            (current, OnnxValue next) = layers.Lstm(memory, current, graph.Input("state", memory.StateSize));
            graph.Output(next, "next_state", OnnxElement.Single, memory.StateSize);
        }

        WriteAction(policy, graph, layers, layers.Mlp(policy.Actor, current));
        return graph.ToBytes();
    }

    private static OnnxValue Features(PolicyDescription policy, OnnxLayers layers, OnnxValue observation)
    {
        if (policy.ObservationSpace is not BoxSpace)
        {
            return layers.OneHot(observation, CountsOf(policy.ObservationSpace));
        }

        return policy.Scaling is { } scaling
            ? layers.Clip(layers.ShiftAndScale(observation, scaling.Mean, scaling.Scale), "observation", [-scaling.Limit], [scaling.Limit])
            : observation;
    }

    private static void WriteAction(PolicyDescription policy, OnnxGraph graph, OnnxLayers layers, OnnxValue outputs)
    {
        int size = policy.ActionSpace.Size;
        switch (policy.Head)
        {
            case ActionHead.Categorical:
                int[] counts = CountsOf(policy.ActionSpace);
                graph.Output(layers.Largest(outputs, counts), "action", OnnxElement.Int64, size);
                graph.Output(outputs, "logits", OnnxElement.Single, counts.Sum());
                break;
            case ActionHead.Gaussian:
                var box = (BoxSpace)policy.ActionSpace;
                graph.Output(layers.Clip(outputs, "action", box.Low, box.High), "action", OnnxElement.Single, size);
                graph.Output(outputs, "mean", OnnxElement.Single, size);
                break;
            case ActionHead.SquashedMean:
                float[] limit = new float[size];
                Array.Fill(limit, StateDependentSquashedDraw.MaxMean);
                OnnxValue mean = layers.Clip(outputs, "mean", Array.ConvertAll(limit, static value => -value), limit);
                graph.Output(Stretched((BoxSpace)policy.ActionSpace, layers, graph.Apply("Tanh", [mean])), "action", OnnxElement.Single, size);
                graph.Output(mean, "mean", OnnxElement.Single, size);
                break;
            default:
                OnnxValue[] halves = layers.Split(outputs, size, size);
                graph.Output(Stretched((BoxSpace)policy.ActionSpace, layers, graph.Apply("Tanh", [halves[0]])), "action", OnnxElement.Single, size);
                graph.Output(halves[0], "mean", OnnxElement.Single, size);
                break;
        }
    }

    // From [-1, 1] to the box.
    private static OnnxValue Stretched(BoxSpace box, OnnxLayers layers, OnnxValue squashed)
    {
        float[] half = new float[box.Size];
        float[] middle = new float[box.Size];
        for (int i = 0; i < box.Size; i++)
        {
            half[i] = (float)(((double)box.High[i] - box.Low[i]) / 2);
            middle[i] = (float)(((double)box.High[i] + box.Low[i]) / 2);
        }

        return layers.Clip(layers.Affine(squashed, "action.stretch", half, middle), "action", box.Low, box.High);
    }

    private static int[] CountsOf(Space space) => space switch
    {
        DiscreteSpace discrete => [discrete.Count],
        MultiDiscreteSpace several => several.Counts.ToArray(),
        _ => throw new ArgumentException($"A {space.GetType().Name} has no choices to count.", nameof(space)),
    };
}
