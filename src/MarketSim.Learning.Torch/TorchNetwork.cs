using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace MarketSim.Learning.Torch;

/// <summary>A network as operations of torch, which records them and finds their gradients by itself.</summary>
internal sealed class TorchNetwork
{
    private readonly BranchedNetwork _network;
    private readonly ParameterBlock[] _blocks;
    private readonly long[] _sizes;
    private readonly Dictionary<ParameterBlock, int> _indices = [];

    public TorchNetwork(BranchedNetwork network)
    {
        _network = network;
        _blocks = [.. network.Branches.SelectMany(BlocksOf).OrderBy(static block => block.Offset)];
        _sizes = Array.ConvertAll(_blocks, static block => (long)block.Size);
        for (int i = 0; i < _blocks.Length; i++)
        {
            _indices.Add(_blocks[i], i);
            if (i > 0 && _blocks[i].Offset != _blocks[i - 1].Offset + _blocks[i - 1].Size)
            {
                throw new ArgumentException($"The weights of a network lie one after the other; {_blocks[i].Name} does not follow {_blocks[i - 1].Name}.", nameof(network));
            }
        }
    }

    /// <summary>Index of the network's first weight among the model's parameters.</summary>
    public int ParameterOffset => _blocks[0].Offset;

    /// <summary>Floats of the network's weights.</summary>
    public int ParameterSize => _blocks[^1].Offset + _blocks[^1].Size - _blocks[0].Offset;

    /// <param name="parameters">Shape [parameter size]: one leaf, of which the layers are views.</param>
    /// <param name="features">Shape [rows, input size].</param>
    /// <param name="states">Shape [sequences, state size]; null for zeros.</param>
    /// <param name="continues">Shape [steps, sequences, 1]: 0 where a step begins an episode, otherwise 1; null for 1 everywhere.</param>
    /// <param name="latents">Receives one tensor per branch: what its last hidden layer computed, shape [rows, latent size]; null where it has none. Empty when not wanted.</param>
    /// <returns>One output per branch, shape [rows, output size].</returns>
    public Tensor[] Forward(Tensor parameters, Tensor features, SequenceLayout layout, Tensor? states, Tensor? continues, Span<Tensor?> latents = default)
    {
        // One operation cuts the leaf into all blocks, so that its backward pass joins their gradients once.
        Tensor[] views = parameters.split(_sizes);
        for (int i = 0; i < views.Length; i++)
        {
            views[i] = views[i].view([.. _blocks[i].Shape.Select(static length => (long)length)]);
        }

        Tensor[] outputs = new Tensor[_network.Branches.Count];
        for (int i = 0; i < outputs.Length; i++)
        {
            NetworkBranch branch = _network.Branches[i];
            Tensor current = branch.Memory is { } memory
                ? Forward(memory, views, features, layout, states?.narrow(1, _network.StateOffset(i), memory.StateSize), continues)
                : features;
            (outputs[i], Tensor? hidden) = Forward(branch.Head, views, current);
            if (!latents.IsEmpty)
            {
                latents[i] = hidden;
            }
        }

        return outputs;
    }

    private static Tensor Affine(Tensor bias, Tensor input, Tensor weight) => addmm(bias, input, weight, beta: 1, alpha: 1);

    private static IEnumerable<ParameterBlock> BlocksOf(NetworkBranch branch)
    {
        if (branch.Memory is { } memory)
        {
            yield return memory.InputWeight;
            yield return memory.RecurrentWeight;
            yield return memory.Bias;
        }

        foreach (Linear layer in branch.Head.Layers)
        {
            yield return layer.Weight;
            yield return layer.Bias;
        }
    }

    private (Tensor Output, Tensor? Latents) Forward(Mlp head, Tensor[] views, Tensor input)
    {
        Tensor current = input;
        Tensor? latents = null;
        for (int i = 0; i < head.Layers.Count; i++)
        {
            Linear layer = head.Layers[i];
            latents = i == 0 ? null : current;
            current = Affine(views[_indices[layer.Bias]], current, views[_indices[layer.Weight]]);
            current = head.ActivationOf(i) switch
            {
                Activation.None => current,
                Activation.Tanh => current.tanh(),
                Activation.Relu => current.relu(),
                Activation.LeakyRelu => nn.functional.leaky_relu(current, 0.01),
                Activation.Elu => nn.functional.elu(current, 1),
                Activation.Sigmoid => current.sigmoid(),
                Activation other => throw new NotSupportedException($"The torch engine has no activation {other}."),
            };
        }

        return (current, latents);
    }

    private Tensor Forward(Lstm memory, Tensor[] views, Tensor features, SequenceLayout layout, Tensor? states, Tensor? continues)
    {
        int units = memory.HiddenSize;
        Tensor recurrent = views[_indices[memory.RecurrentWeight]];
        Tensor[] inputs = Affine(views[_indices[memory.Bias]], features, views[_indices[memory.InputWeight]])
            .view(layout.Steps, layout.Sequences, 4 * units)
            .unbind(0);
        Tensor hidden = states?.narrow(1, 0, units) ?? zeros(layout.Sequences, units, features.dtype, features.device);
        Tensor cell = states?.narrow(1, units, units) ?? zeros(layout.Sequences, units, features.dtype, features.device);
        Tensor[] outputs = new Tensor[layout.Steps];
        for (int step = 0; step < layout.Steps; step++)
        {
            if (continues is not null)
            {
                using Tensor mask = continues.select(0, step);
                hidden *= mask;
                cell *= mask;
            }

            Tensor gates = Affine(inputs[step], hidden, recurrent);
            Tensor admitted = gates.narrow(1, 0, 2 * units).sigmoid();
            Tensor candidate = gates.narrow(1, 2 * units, units).tanh();
            Tensor open = gates.narrow(1, 3 * units, units).sigmoid();
            cell = (admitted.narrow(1, units, units) * cell) + (admitted.narrow(1, 0, units) * candidate);
            hidden = open * cell.tanh();
            outputs[step] = hidden;
        }

        return cat(outputs, 0);
    }
}
