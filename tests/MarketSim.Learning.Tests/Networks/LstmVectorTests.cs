using System.Globalization;
using MarketSim.Learning.Networks;

namespace MarketSim.Learning.Tests.Networks;

/// <summary>The LSTM beside PyTorch's in double precision (Data/make_lstm.py).</summary>
public sealed class LstmVectorTests
{
    private const int Steps = 5;
    private const int Sequences = 2;
    private const int InputSize = 3;
    private const int HiddenSize = 4;

    private readonly Dictionary<string, float[]> _expected = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Networks/Data/lstm.tsv"))
        .Select(line => line.Split('\t'))
        .ToDictionary(cells => cells[0], cells => cells[1..].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)).ToArray(), StringComparer.Ordinal);

    [Fact]
    public void Forward_and_backward_pass_are_those_of_PyTorch()
    {
        var layout = new ParameterLayout();
        var lstm = new Lstm(layout, "lstm", InputSize, HiddenSize);
        float[] parameters = new float[layout.Size];
        _expected["input_weight"].CopyTo(lstm.InputWeight.Of(parameters));
        _expected["recurrent_weight"].CopyTo(lstm.RecurrentWeight.Of(parameters));
        _expected["bias"].CopyTo(lstm.Bias.Of(parameters));
        float[] gradients = new float[layout.TrainableSize];
        float[] input = _expected["input"];
        LstmWorkspace workspace = lstm.CreateWorkspace();

        var sequences = new NetworkInput(input, new SequenceLayout(Steps, Sequences), _expected["initial_states"], []);
        float[] output = lstm.Forward(parameters, sequences, lstm.StateSize, workspace).ToArray();
        float[] finalStates = new float[Sequences * lstm.StateSize];
        lstm.CopyFinalState(Steps, Sequences, finalStates, lstm.StateSize, workspace);
        float[] inputGradient = lstm.Backward(
            parameters, sequences, _expected["output_gradient"], gradients, workspace, wantInputGradient: true).ToArray();

        AssertClose("output", output);
        AssertClose("final_states", finalStates);
        AssertClose("input_gradient", inputGradient);
        AssertClose("input_weight_gradient", lstm.InputWeight.Of(gradients).ToArray());
        AssertClose("recurrent_weight_gradient", lstm.RecurrentWeight.Of(gradients).ToArray());
        AssertClose("bias_gradient", lstm.Bias.Of(gradients).ToArray());
    }

    private void AssertClose(string name, float[] actual)
    {
        Assert.Equal(_expected[name].Length, actual.Length);
        Assert.All(_expected[name].Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-6f));
    }
}
