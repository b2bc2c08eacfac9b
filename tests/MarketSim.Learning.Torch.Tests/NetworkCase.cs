using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Torch.Tests;

/// <summary>A random network with random weights and a random batch, drawn by seed.</summary>
internal sealed class NetworkCase
{
    private static readonly Activation[] Hidden = [Activation.Tanh, Activation.Relu, Activation.LeakyRelu, Activation.Elu, Activation.Sigmoid];

    private NetworkCase(BranchedNetwork network, ParameterLayout layout, float[] parameters, SequenceLayout sequences)
    {
        Network = network;
        Layout = layout;
        Parameters = parameters;
        Sequences = sequences;
    }

    public BranchedNetwork Network { get; }

    public ParameterLayout Layout { get; }

    public float[] Parameters { get; }

    public SequenceLayout Sequences { get; }

    public required float[] Features { get; init; }

    public required float[] States { get; init; }

    public required bool[] Starts { get; init; }

    /// <summary>One for each branch.</summary>
    public required float[][] OutputGradients { get; init; }

    public NetworkInput Input => new(Features, Sequences, States, Starts);

    public static NetworkCase Draw(int seed, bool hasMemory)
    {
        var random = new RandomStream((ulong)seed, RandomPurpose.Test, 0, 0);
        var layout = new ParameterLayout();
        int inputSize = 1 + random.NextInt32(9);
        int? lstmSize = hasMemory ? 1 + random.NextInt32(12) : null;
        int branchCount = 1 + random.NextInt32(2);
        NetworkBranch[] branches = new NetworkBranch[branchCount];
        for (int i = 0; i < branchCount; i++)
        {
            int[] sizes = new int[1 + random.NextInt32(3)];
            foreach (ref int size in sizes.AsSpan())
            {
                size = 1 + random.NextInt32(20);
            }

            branches[i] = new NetworkBranch(layout, $"branch{i}", inputSize, lstmSize, sizes, Hidden[random.NextInt32(Hidden.Length)])
            {
                ExposesLatents = sizes.Length > 1,
            };
        }

        var network = new BranchedNetwork(branches);
        var sequences = hasMemory ? new SequenceLayout(1 + random.NextInt32(7), 1 + random.NextInt32(5)) : SequenceLayout.Independent(1 + random.NextInt32(40));
        return new NetworkCase(network, layout, Normal(layout.Size, 0.5, ref random), sequences)
        {
            Features = Normal(sequences.Rows * inputSize, 1, ref random),
            States = Normal(sequences.Sequences * network.StateSize, 0.5, ref random),
            Starts = hasMemory ? Flags(sequences.Rows, ref random) : [],
            OutputGradients = [.. branches.Select(branch => Normal(sequences.Rows * branch.OutputSize, 1, ref random))],
        };
    }

    /// <summary>Gradients by an engine: of the parameters, and of the features.</summary>
    public (float[] Parameters, float[] Features) Gradients(INetworkPass pass)
    {
        pass.Forward(Parameters, Input);
        for (int i = 0; i < OutputGradients.Length; i++)
        {
            OutputGradients[i].CopyTo(pass.OutputGradient(i));
        }

        float[] gradients = new float[Layout.TrainableSize];
        ReadOnlySpan<float> features = pass.Backward(Parameters, Input, gradients, wantInputGradient: true);
        return (gradients, features.ToArray());
    }

    private static float[] Normal(int count, double deviation, ref RandomStream random)
    {
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)(deviation * random.NextNormal());
        }

        return values;
    }

    private static bool[] Flags(int count, ref RandomStream random)
    {
        bool[] flags = new bool[count];
        foreach (ref bool flag in flags.AsSpan())
        {
            flag = random.NextInt32(4) == 0;
        }

        return flags;
    }
}
