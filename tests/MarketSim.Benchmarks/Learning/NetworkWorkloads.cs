using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Numerics.Dense;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Benchmarks.Learning;

/// <summary>A product of matrices with a bias.</summary>
internal sealed class ProductWorkload(int rows, int inner, int columns)
{
    private readonly float[] _left = WorkloadNumbers.Normal(rows * inner);
    private readonly float[] _right = WorkloadNumbers.Normal(inner * columns);
    private readonly float[] _bias = WorkloadNumbers.Normal(columns);
    private readonly float[] _result = new float[rows * columns];

    /// <summary>Multiplications and additions of one product.</summary>
    public double Operations => 2.0 * rows * inner * columns;

    public void Multiply() => Matrix.Multiply(_left, _right, _bias, _result, rows, inner, columns);
}

/// <summary>The perceptron that the field measures itself by: 32 inputs, two layers of 64 with tanh, 8 outputs.</summary>
internal sealed class MlpWorkload
{
    private const int InputSize = 32;
    private const int OutputSize = 8;
    private const double LearningRate = 1e-6;
    private readonly int _rows;
    private readonly Mlp _network;
    private readonly MlpWorkspace _workspace;
    private readonly float[] _parameters;
    private readonly float[] _gradients;
    private readonly float[] _input;
    private readonly float[] _outputGradient;
    private readonly Adam _optimiser;

    public MlpWorkload(int rows)
    {
        _rows = rows;
        var layout = new ParameterLayout();
        _network = new Mlp(layout, "network", InputSize, [64, 64, OutputSize], Activation.Tanh);
        _workspace = _network.CreateWorkspace();
        _parameters = new float[layout.Size];
        _gradients = new float[layout.TrainableSize];
        var random = new RandomStream(1, RandomPurpose.Initialization, 0, 0);
        _network.Initialize(_parameters, Math.Sqrt(2), 1, ref random);
        _input = WorkloadNumbers.Normal(rows * InputSize);
        _outputGradient = WorkloadNumbers.Normal(rows * OutputSize);
        _optimiser = new Adam(layout.TrainableSize, new AdamOptions(Epsilon: 1e-5));
    }

    public void Forward() => _network.Forward(_parameters, _input, _rows, _workspace);

    public void Train()
    {
        Array.Clear(_gradients);
        Forward();
        _network.Backward(_parameters, _input, _outputGradient, _rows, _gradients, _workspace);
        _optimiser.Step(_parameters, _gradients, LearningRate);
    }
}

/// <summary>An LSTM of 32 inputs and 128 units over sequences, forward, and back with the gradient in the input.</summary>
internal sealed class LstmWorkload
{
    private const int InputSize = 32;
    private const int HiddenSize = 128;
    private readonly SequenceLayout _layout;
    private readonly Lstm _lstm;
    private readonly LstmWorkspace _workspace;
    private readonly float[] _parameters;
    private readonly float[] _gradients;
    private readonly float[] _input;
    private readonly float[] _outputGradient;

    public LstmWorkload(int steps, int sequences)
    {
        _layout = new SequenceLayout(steps, sequences);
        var layout = new ParameterLayout();
        _lstm = new Lstm(layout, "lstm", InputSize, HiddenSize);
        _workspace = _lstm.CreateWorkspace();
        _parameters = new float[layout.Size];
        _gradients = new float[layout.TrainableSize];
        var random = new RandomStream(1, RandomPurpose.Initialization, 0, 0);
        _lstm.Initialize(_parameters, 1, ref random);
        _input = WorkloadNumbers.Normal(steps * sequences * InputSize);
        _outputGradient = WorkloadNumbers.Normal(steps * sequences * HiddenSize);
    }

    public void Forward() => _lstm.Forward(_parameters, new NetworkInput(_input, _layout, [], []), 0, _workspace);

    public void Both()
    {
        Array.Clear(_gradients);
        Forward();
        _lstm.Backward(_parameters, new NetworkInput(_input, _layout, [], []), _outputGradient, _gradients, _workspace, wantInputGradient: true);
    }
}

internal static class WorkloadNumbers
{
    public static float[] Normal(int length)
    {
        var random = new RandomStream(1, RandomPurpose.Test, 0, 0);
        float[] values = new float[length];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)random.NextNormal();
        }

        return values;
    }
}
