using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Tests.Networks;

public sealed class LstmTests
{
    private const int Steps = 6;
    private const int Sequences = 3;
    private const int InputSize = 4;
    private const int HiddenSize = 5;

    private static readonly SequenceLayout Layout = new(Steps, Sequences);
    private static readonly bool[] Starts = Mask((0, 1), (2, 0), (3, 0), (4, 2), (5, 1));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_pass_equals_central_differences(bool withStarts)
    {
        (Lstm lstm, ParameterLayout layout, float[] parameters) = Layer();
        float[] input = Numbers.Normal(Steps * Sequences * InputSize, 2);
        float[] states = Numbers.Normal(Sequences * lstm.StateSize, 4, 0.5);
        float[] weights = Numbers.Normal(Steps * Sequences * HiddenSize, 3);
        bool[] starts = withStarts ? Starts : [];
        LstmWorkspace workspace = lstm.CreateWorkspace();
        float[] gradients = new float[layout.TrainableSize];
        lstm.Forward(parameters, new NetworkInput(input, Layout, states, starts), lstm.StateSize, workspace);
        float[] inputGradient =
            lstm.Backward(parameters, new NetworkInput(input, Layout, states, starts), weights, gradients, workspace, wantInputGradient: true).ToArray();
        LstmWorkspace other = lstm.CreateWorkspace();
        double Loss() => Numbers.Dot(lstm.Forward(parameters, new NetworkInput(input, Layout, states, starts), lstm.StateSize, other), weights);

        CentralDifferences.AssertGradient(parameters, gradients, Loss);
        CentralDifferences.AssertGradient(input, inputGradient, Loss);
    }

    [Fact]
    public void Steps_one_by_one_give_the_bits_of_the_whole_sequence()
    {
        (Lstm lstm, _, float[] parameters) = Layer();
        float[] input = Numbers.Normal(Steps * Sequences * InputSize, 2);

        // Two more floats per row, as where a second memory lies beside.
        int stride = lstm.StateSize + 2;
        float[] states = Numbers.Normal(Sequences * stride, 4, 0.5);
        float[] initial = [.. states];
        LstmWorkspace workspace = lstm.CreateWorkspace();
        var outputs = new List<float>();
        for (int step = 0; step < Steps; step++)
        {
            for (int s = 0; s < Sequences; s++)
            {
                if (Starts[(step * Sequences) + s])
                {
                    states.AsSpan(s * stride, lstm.StateSize).Clear();
                }
            }

            outputs.AddRange(lstm.Step(
                parameters, input.AsSpan(step * Sequences * InputSize, Sequences * InputSize), Sequences, states, stride, workspace));
        }

        float[] whole = lstm.Forward(parameters, new NetworkInput(input, Layout, initial, Starts), stride, workspace).ToArray();
        float[] final = [.. states];
        lstm.CopyFinalState(Steps, Sequences, final, stride, workspace);

        Assert.Equal(Numbers.Bits(outputs.ToArray()), Numbers.Bits(whole));
        Assert.Equal(Numbers.Bits(states), Numbers.Bits(final));
    }

    [Fact]
    public void Sequence_does_not_change_with_those_beside_it()
    {
        (Lstm lstm, _, float[] parameters) = Layer();
        float[] input = Numbers.Normal(Steps * Sequences * InputSize, 2);
        float[] own = new float[Steps * InputSize];
        for (int step = 0; step < Steps; step++)
        {
            input.AsSpan(((step * Sequences) + 1) * InputSize, InputSize).CopyTo(own.AsSpan(step * InputSize));
        }

        LstmWorkspace workspace = lstm.CreateWorkspace();
        float[] together = lstm.Forward(parameters, new NetworkInput(input, Layout, [], []), 0, workspace).ToArray();
        float[] alone = lstm.Forward(parameters, new NetworkInput(own, new SequenceLayout(Steps, 1), [], []), 0, workspace).ToArray();

        for (int step = 0; step < Steps; step++)
        {
            Assert.Equal(
                Numbers.Bits(together.AsSpan(((step * Sequences) + 1) * HiddenSize, HiddenSize)),
                Numbers.Bits(alone.AsSpan(step * HiddenSize, HiddenSize)));
        }
    }

    [Fact]
    public void Nothing_flows_over_the_start_of_an_episode()
    {
        (Lstm lstm, ParameterLayout layout, float[] parameters) = Layer();
        float[] input = Numbers.Normal(Steps * Sequences * InputSize, 2);
        float[] outputGradient = new float[Steps * Sequences * HiddenSize];
        bool[] starts = Mask((3, 0), (3, 1), (3, 2));
        outputGradient.AsSpan(5 * Sequences * HiddenSize).Fill(1);
        LstmWorkspace workspace = lstm.CreateWorkspace();
        var sequences = new NetworkInput(input, Layout, [], starts);
        lstm.Forward(parameters, sequences, 0, workspace);
        float[] inputGradient = lstm.Backward(
            parameters, sequences, outputGradient, new float[layout.TrainableSize], workspace, wantInputGradient: true).ToArray();

        Assert.All(inputGradient[..(3 * Sequences * InputSize)], gradient => Assert.Equal(0, gradient));
        Assert.All(inputGradient[(3 * Sequences * InputSize)..], gradient => Assert.NotEqual(0, gradient));
    }

    private static (Lstm Lstm, ParameterLayout Layout, float[] Parameters) Layer()
    {
        var layout = new ParameterLayout();
        var lstm = new Lstm(layout, "lstm", InputSize, HiddenSize);
        return (lstm, layout, Numbers.Normal(layout.Size, 1, 0.5));
    }

    private static bool[] Mask(params (int Step, int Sequence)[] starts)
    {
        bool[] mask = new bool[Steps * Sequences];
        foreach ((int step, int sequence) in starts)
        {
            mask[(step * Sequences) + sequence] = true;
        }

        return mask;
    }
}
