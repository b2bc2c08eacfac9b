using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Networks;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Policies;

/// <summary>Actor and critic, separate: each an LSTM, where there is memory, and a perceptron behind it. Holds no numbers.</summary>
/// <remarks>A row of recurrent state is the actor's, then the critic's.</remarks>
internal sealed class ActorCriticNetwork
{
    private readonly Mlp _actor;
    private readonly Mlp _critic;
    private readonly Lstm? _actorMemory;
    private readonly Lstm? _criticMemory;
    private readonly bool _orthogonal;

    public ActorCriticNetwork(ParameterLayout layout, int featureSize, int outputSize, ActorCriticOptions options)
    {
        _orthogonal = options.OrthogonalWeights;
        int inputSize = featureSize;
        if (options.LstmSize is { } size)
        {
            _actorMemory = new Lstm(layout, "actor.lstm", featureSize, size);
            inputSize = size;
        }

        _actor = new Mlp(layout, "actor", inputSize, [.. options.HiddenSizes, outputSize], options.Activation);
        if (_actorMemory is not null)
        {
            _criticMemory = new Lstm(layout, "critic.lstm", featureSize, inputSize);
        }

        _critic = new Mlp(layout, "critic", inputSize, [.. options.HiddenSizes, 1], options.Activation);
    }

    public int OutputSize => _actor.OutputSize;

    /// <summary>Floats of recurrent state per row.</summary>
    public int StateSize => _actorMemory is null ? 0 : _actorMemory.StateSize + _criticMemory!.StateSize;

    public Mlp Actor => _actor;

    public Mlp Critic => _critic;

    public Lstm? ActorMemory => _actorMemory;

    public Lstm? CriticMemory => _criticMemory;

    public ActorCriticWorkspace CreateWorkspace() => new(
        _actor.CreateWorkspace(), _critic.CreateWorkspace(), _actorMemory?.CreateWorkspace(), _criticMemory?.CreateWorkspace());

    public void Initialize(Span<float> parameters, ref RandomStream random)
    {
        _actorMemory?.Initialize(parameters, 1, ref random);
        _criticMemory?.Initialize(parameters, 1, ref random);
        if (_orthogonal)
        {
            double hiddenGain = Math.Sqrt(2);
            _actor.Initialize(parameters, hiddenGain, 0.01, ref random);
            _critic.Initialize(parameters, hiddenGain, 1, ref random);
        }
        else
        {
            UniformInitialization.Fill(_actor, parameters, ref random);
            UniformInitialization.Fill(_critic, parameters, ref random);
        }
    }

    /// <summary>One step for acting.</summary>
    /// <param name="features">Shape [rows, feature size].</param>
    /// <param name="states">In and out: shape [rows, state size].</param>
    /// <param name="outputs">Receives what the actor says, shape [rows, output size]; in the workspace.</param>
    /// <param name="values">Receives values, shape [rows]; in the workspace.</param>
    public void Act(
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> features,
        int rows,
        Span<float> states,
        ActorCriticWorkspace workspace,
        out ReadOnlySpan<float> outputs,
        out ReadOnlySpan<float> values)
    {
        ReadOnlySpan<float> actorInput = features;
        ReadOnlySpan<float> criticInput = features;
        if (_actorMemory is not null)
        {
            int stride = StateSize;
            actorInput = _actorMemory.Step(parameters, features, rows, states, stride, workspace.ActorMemory!);
            criticInput = _criticMemory!.Step(parameters, features, rows, rows == 0 ? states : states[_actorMemory.StateSize..], stride, workspace.CriticMemory!);
        }

        outputs = _actor.Forward(parameters, actorInput, rows, workspace.Actor);
        values = _critic.Forward(parameters, criticInput, rows, workspace.Critic);
    }

    /// <summary>Values alone.</summary>
    /// <param name="states">Shape [rows, state size]; the critic's part is changed.</param>
    public ReadOnlySpan<float> Value(ReadOnlySpan<float> parameters, ReadOnlySpan<float> features, int rows, Span<float> states, ActorCriticWorkspace workspace)
    {
        ReadOnlySpan<float> input = features;
        if (_criticMemory is not null && rows > 0)
        {
            input = _criticMemory.Step(parameters, features, rows, states[_actorMemory!.StateSize..], StateSize, workspace.CriticMemory!);
        }

        return _critic.Forward(parameters, input, rows, workspace.Critic);
    }

    /// <summary>A pass that <see cref="Backward"/> can go back through.</summary>
    /// <param name="features">Shape [steps, sequences, feature size].</param>
    /// <param name="initialStates">Shape [sequences, state size]; before each sequence.</param>
    /// <param name="starts">Shape [steps, sequences]; true where a step begins an episode.</param>
    public void Forward(
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> features,
        SequenceLayout layout,
        ReadOnlySpan<float> initialStates,
        ReadOnlySpan<bool> starts,
        ActorCriticWorkspace workspace,
        out ReadOnlySpan<float> outputs,
        out ReadOnlySpan<float> values)
    {
        ReadOnlySpan<float> actorInput = features;
        ReadOnlySpan<float> criticInput = features;
        if (_actorMemory is not null)
        {
            int stride = StateSize;
            actorInput = _actorMemory.Forward(parameters, features, layout.Steps, layout.Sequences, initialStates, stride, starts, workspace.ActorMemory!);
            criticInput = _criticMemory!.Forward(
                parameters, features, layout.Steps, layout.Sequences, initialStates[_actorMemory.StateSize..], stride, starts, workspace.CriticMemory!);
        }

        outputs = _actor.Forward(parameters, actorInput, layout.Rows, workspace.Actor);
        values = _critic.Forward(parameters, criticInput, layout.Rows, workspace.Critic);
    }

    /// <summary>Adds the gradients of the last forward pass.</summary>
    /// <param name="outputGradients">Shape [steps, sequences, output size].</param>
    /// <param name="valueGradients">Shape [steps, sequences].</param>
    /// <param name="gradients">Of all trainable parameters, added to.</param>
    public void Backward(
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> features,
        SequenceLayout layout,
        ReadOnlySpan<bool> starts,
        ReadOnlySpan<float> outputGradients,
        ReadOnlySpan<float> valueGradients,
        Span<float> gradients,
        ActorCriticWorkspace workspace)
    {
        Backward(_actor, _actorMemory, workspace.Actor, workspace.ActorMemory, parameters, features, layout, starts, outputGradients, gradients);
        Backward(_critic, _criticMemory, workspace.Critic, workspace.CriticMemory, parameters, features, layout, starts, valueGradients, gradients);
    }

    private static void Backward(
        Mlp head,
        Lstm? memory,
        MlpWorkspace headWorkspace,
        LstmWorkspace? memoryWorkspace,
        ReadOnlySpan<float> parameters,
        ReadOnlySpan<float> features,
        SequenceLayout layout,
        ReadOnlySpan<bool> starts,
        ReadOnlySpan<float> outputGradients,
        Span<float> gradients)
    {
        if (memory is null)
        {
            head.Backward(parameters, features, outputGradients, layout.Rows, gradients, headWorkspace);
            return;
        }

        ReadOnlySpan<float> remembered = memoryWorkspace!.Hidden.Taken(layout.Rows * memory.HiddenSize);
        ReadOnlySpan<float> gradient = head.Backward(parameters, remembered, outputGradients, layout.Rows, gradients, headWorkspace, wantInputGradient: true);
        memory.Backward(parameters, features, layout.Steps, layout.Sequences, starts, gradient, gradients, memoryWorkspace!);
    }
}
