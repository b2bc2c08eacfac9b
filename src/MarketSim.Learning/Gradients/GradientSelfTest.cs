using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MarketSim.Learning.Networks;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Gradients;

/// <summary>
/// A digest of an engine's results on this machine: outputs and gradients of fixed networks over fixed numbers. Machines with equal digests compute a
/// learner's updates to the same bits; a node with another digest must not host a learner of a run that repeats to the bit.
/// </summary>
public static class GradientSelfTest
{
    private const int InputSize = 19;
    private const int OutputSize = 5;
    private const int Steps = 6;
    private const int Sequences = 11;

    private static readonly string[] BookReaders = ["lob-cnn:steps=6,levels=5,size=16,layers=1", "transformer:steps=6,levels=5,size=16,layers=1"];

    /// <summary>SHA-256 in lower-case hexadecimal. The managed engine has the same one on every processor.</summary>
    public static string DigestOf(IGradientEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((int? lstmSize, int width, Activation activation) in (ReadOnlySpan<(int?, int, Activation)>)
            [(null, 24, Activation.Tanh), (null, 300, Activation.Relu), (33, 40, Activation.Tanh)])
        {
            Append(hash, engine, lstmSize, width, activation);
        }

        foreach (FeatureExtractor extractor in BookReaders.Select(engine.FindExtractor).OfType<FeatureExtractor>())
        {
            Append(hash, engine, extractor);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, IGradientEngine engine, int? lstmSize, int width, Activation activation)
    {
        var layout = new ParameterLayout();
        var network = new BranchedNetwork(new NetworkBranch(layout, "network", InputSize, lstmSize, [width, width, OutputSize], activation));
        var random = new RandomStream(1, RandomPurpose.Initialization, 0, width);
        float[] parameters = Draw(layout.Size, 0.2, ref random);
        float[] features = Draw(Steps * Sequences * InputSize, 1, ref random);
        float[] outputGradients = Draw(Steps * Sequences * OutputSize, 1, ref random);
        float[] gradients = new float[layout.TrainableSize];
        SequenceLayout rows = lstmSize is null ? SequenceLayout.Independent(Steps * Sequences) : new SequenceLayout(Steps, Sequences);
        var input = new NetworkInput(features, rows, initialStates: [], starts: []);
        INetworkPass pass = engine.CreatePass(network);
        pass.Forward(parameters, input);
        hash.AppendData(MemoryMarshal.AsBytes(pass.Output(0)));
        outputGradients.CopyTo(pass.OutputGradient(0));
        hash.AppendData(MemoryMarshal.AsBytes(pass.Backward(parameters, input, gradients, wantInputGradient: true)));
        hash.AppendData(MemoryMarshal.AsBytes<float>(gradients));
    }

    /// <summary>Gradients and actions of a network that reads a book.</summary>
    private static void Append(IncrementalHash hash, IGradientEngine engine, FeatureExtractor extractor)
    {
        const int inputSize = 3 + (6 * 5 * 4);
        var layout = new ParameterLayout();
        ExtractorLayers layers = extractor.AddTo(layout, inputSize);
        var network = new BranchedNetwork(layers, new NetworkBranch(layout, "network", layers.OutputSize, lstmSize: null, [24, OutputSize], Activation.Tanh));
        var random = new RandomStream(1, RandomPurpose.Initialization, 1, layout.Size);
        float[] parameters = Draw(layout.Size, 0.2, ref random);
        float[] features = Draw(Sequences * inputSize, 1, ref random);
        float[] gradients = new float[layout.TrainableSize];
        var input = new NetworkInput(features, Sequences);
        INetworkPass pass = engine.CreatePass(network);
        pass.Forward(parameters, input);
        Draw(Sequences * OutputSize, 1, ref random).CopyTo(pass.OutputGradient(0));
        pass.Backward(parameters, input, gradients);
        hash.AppendData(MemoryMarshal.AsBytes<float>(gradients));
        INetworkStep step = extractor.CreateStep(network);
        step.Step(parameters, features, Sequences, []);
        hash.AppendData(MemoryMarshal.AsBytes(step.Output(0)));
    }

    private static float[] Draw(int length, double deviation, ref RandomStream random)
    {
        float[] values = new float[length];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)(deviation * random.NextNormal());
        }

        return values;
    }
}
