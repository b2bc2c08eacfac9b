using MarketSim.Learning.Gradients;
using MarketSim.Numerics.Randomness;
using MarketSim.Learning.Networks;
using TorchSharp;

namespace MarketSim.Learning.Torch.Tests;

public sealed class TorchPassTests
{
    private static readonly TorchEngine Engine = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Outputs_and_gradients_agree_with_the_managed_engine(bool hasMemory)
    {
        for (int seed = 1; seed <= 25; seed++)
        {
            NetworkCase random = NetworkCase.Draw(seed, hasMemory);
            INetworkPass torchPass = Engine.CreatePass(random.Network);
            INetworkPass managed = ManagedEngine.Instance.CreatePass(random.Network);
            (float[] parameters, float[] features) = random.Gradients(managed);
            (float[] torchParameters, float[] torchFeatures) = random.Gradients(torchPass);
            for (int i = 0; i < random.Network.Branches.Count; i++)
            {
                Assert.InRange(Differences.Relative(managed.Output(i), torchPass.Output(i)), 0, 5e-6);
                if (random.Network.Branches[i].ExposesLatents)
                {
                    Assert.InRange(Differences.Relative(managed.Latents(i), torchPass.Latents(i)), 0, 5e-6);
                }
            }

            Assert.InRange(Differences.Relative<float>(parameters, torchParameters), 0, 1e-5);
            Assert.InRange(Differences.Relative<float>(features, torchFeatures), 0, 1e-5);
        }
    }

    [Fact]
    public void Pass_that_nothing_goes_back_through_gives_the_same_outputs()
    {
        NetworkCase random = NetworkCase.Draw(3, hasMemory: true);
        INetworkPass pass = Engine.CreatePass(random.Network);
        pass.Forward(random.Parameters, random.Input);
        float[] expected = pass.Output(0).ToArray();
        pass.Forward(random.Parameters, random.Input, differentiable: false);
        Assert.Equal(expected, pass.Output(0).ToArray());
    }

    [Fact]
    public void Same_pass_twice_gives_the_same_bits()
    {
        NetworkCase random = NetworkCase.Draw(4, hasMemory: true);
        (float[] parameters, float[] features) = random.Gradients(Engine.CreatePass(random.Network));
        (float[] parametersAgain, float[] featuresAgain) = random.Gradients(Engine.CreatePass(random.Network));
        Assert.Equal(parameters, parametersAgain);
        Assert.Equal(features, featuresAgain);
    }

    [Fact]
    public void Self_test_repeats_and_is_another_than_the_managed_engines()
    {
        string digest = GradientSelfTest.DigestOf(Engine);

        Assert.Equal(digest, GradientSelfTest.DigestOf(new TorchEngine()));
        Assert.NotEqual(digest, GradientSelfTest.DigestOf(ManagedEngine.Instance), StringComparer.Ordinal);
    }

    /// <summary>What acts on torch does so in blocks of a fixed number of rows: the bits of a row then depend neither on its company nor on its place.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(32)]
    public void Row_has_the_same_bits_in_every_block_of_one_size(int size)
    {
        const int inputSize = 40;
        const int outputSize = 6;
        var layout = new ParameterLayout();
        var network = new BranchedNetwork(new NetworkBranch(layout, "actor", inputSize, lstmSize: null, [256, 128, outputSize], Activation.Relu));
        INetworkPass pass = Engine.CreatePass(network);
        var random = new RandomStream((ulong)size, RandomPurpose.Test, 0, 0);
        float[] parameters = Draw(layout.Size, ref random);
        float[] row = Draw(inputSize, ref random);
        float[]? expected = null;
        for (int block = 0; block < 40; block++)
        {
            float[] features = Draw(size * inputSize, ref random);
            int place = random.NextInt32(size);
            row.CopyTo(features, place * inputSize);
            pass.Forward(parameters, new NetworkInput(features, size), differentiable: false);
            float[] output = pass.Output(0).Slice(place * outputSize, outputSize).ToArray();
            expected ??= output;
            Assert.Equal(expected, output);
        }
    }

    private static float[] Draw(int length, ref RandomStream random)
    {
        float[] values = new float[length];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)(0.3 * random.NextNormal());
        }

        return values;
    }

    [Fact]
    public void Gradients_are_added_to_what_is_there()
    {
        NetworkCase random = NetworkCase.Draw(5, hasMemory: false);
        INetworkPass pass = Engine.CreatePass(random.Network);
        float[] once = random.Gradients(pass).Parameters;
        float[] twice = [.. once];
        pass.Forward(random.Parameters, random.Input);
        for (int i = 0; i < random.OutputGradients.Length; i++)
        {
            random.OutputGradients[i].CopyTo(pass.OutputGradient(i));
        }

        pass.Backward(random.Parameters, random.Input, twice);
        Assert.Equal(Array.ConvertAll(once, static value => 2 * value), twice);
    }

    [Fact]
    public void Number_of_live_tensors_is_flat_over_1000_passes()
    {
        NetworkCase random = NetworkCase.Draw(6, hasMemory: true);
        INetworkPass pass = Engine.CreatePass(random.Network);
        random.Gradients(pass);
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 1_000; i++)
        {
            random.Gradients(pass);
            if (i % 10 == 0)
            {
                pass.Forward(random.Parameters, random.Input, differentiable: false);
                pass.Forward(random.Parameters, random.Input);
            }
        }

        random.Gradients(pass);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Unknown_device_is_refused_by_name()
    {
        Assert.Contains("cpu or cuda", Assert.Throws<ArgumentException>(() => new TorchEngine("tpu")).Message, StringComparison.Ordinal);
    }
}
