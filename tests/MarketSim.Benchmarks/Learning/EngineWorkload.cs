using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Benchmarks.Learning;

/// <summary>One gradient step of a network on an engine: forward, backward and Adam, as a learner takes it.</summary>
internal sealed class EngineWorkload
{
    private const int OutputSize = 8;
    private const double LearningRate = 1e-6;
    private readonly int _rows;
    private readonly int _steps;
    private readonly INetworkPass _pass;
    private readonly float[] _parameters;
    private readonly float[] _gradients;
    private readonly float[] _input;
    private readonly float[] _outputGradient;
    private readonly Adam _optimiser;

    /// <param name="steps">Length of the sequences of an LSTM; 1 for independent rows.</param>
    private EngineWorkload(IGradientEngine engine, ParameterLayout layout, NetworkBranch branch, int rows, int steps)
    {
        _rows = rows;
        _steps = steps;
        _pass = engine.CreatePass(new BranchedNetwork(branch));
        _parameters = new float[layout.Size];
        _gradients = new float[layout.TrainableSize];
        var random = new RandomStream(1, RandomPurpose.Initialization, 0, 0);
        branch.Head.Initialize(_parameters, Math.Sqrt(2), 1, ref random);
        branch.Memory?.Initialize(_parameters, 1, ref random);
        _input = WorkloadNumbers.Normal(rows * branch.InputSize);
        _outputGradient = WorkloadNumbers.Normal(rows * OutputSize);
        _optimiser = new Adam(layout.TrainableSize, new AdamOptions(Epsilon: 1e-5));
    }

    /// <summary>32 inputs, two layers with tanh, 8 outputs.</summary>
    public static EngineWorkload Dense(IGradientEngine engine, int width, int rows)
    {
        var layout = new ParameterLayout();
        return new EngineWorkload(engine, layout, new NetworkBranch(layout, "network", 32, lstmSize: null, [width, width, OutputSize], Activation.Tanh), rows, steps: 1);
    }

    /// <summary>32 inputs, an LSTM, 8 outputs.</summary>
    public static EngineWorkload Lstm(IGradientEngine engine, int units, int steps, int sequences)
    {
        var layout = new ParameterLayout();
        return new EngineWorkload(engine, layout, new NetworkBranch(layout, "network", 32, units, [OutputSize], Activation.Tanh), steps * sequences, steps);
    }

    public void Train()
    {
        Array.Clear(_gradients);
        var input = new NetworkInput(_input, new SequenceLayout(_steps, _rows / _steps), initialStates: [], starts: []);
        _pass.Forward(_parameters, input);
        _outputGradient.CopyTo(_pass.OutputGradient(0));
        _pass.Backward(_parameters, input, _gradients);
        _optimiser.Step(_parameters, _gradients, LearningRate);
    }
}
