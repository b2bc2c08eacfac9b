using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Policies;

/// <summary>
/// Actor and critic, separate: each an LSTM, where there is memory, and a perceptron behind it; with a feature extractor, both share that. Holds no numbers.
/// </summary>
/// <remarks>A row of recurrent state is the actor's, then the critic's.</remarks>
internal sealed class ActorCriticNetwork
{
    /// <summary>Index of the actor's branch.</summary>
    public const int ActorBranch = 0;

    /// <summary>Index of the critic's branch.</summary>
    public const int CriticBranch = 1;

    private readonly bool _orthogonal;

    public ActorCriticNetwork(ParameterLayout layout, int featureSize, int outputSize, PolicyArchitecture architecture)
    {
        _orthogonal = architecture.OrthogonalWeights;
        ExtractorLayers? extractor = architecture.Extractor?.AddTo(layout, featureSize);
        int branchInput = extractor?.OutputSize ?? featureSize;
        Actor = new NetworkBranch(layout, "actor", branchInput, architecture.LstmSize, [.. architecture.HiddenSizes, outputSize], architecture.Activation)
        {
            ExposesLatents = architecture.StateDependentExploration,
        };
        Critic = new NetworkBranch(layout, "critic", branchInput, architecture.LstmSize, [.. architecture.ValueHiddenSizes ?? architecture.HiddenSizes, 1], architecture.Activation);
        Function = new BranchedNetwork(extractor, Actor, Critic);
    }

    public BranchedNetwork Function { get; }

    public NetworkBranch Actor { get; }

    public NetworkBranch Critic { get; }

    public void Initialize(Span<float> parameters, ref RandomStream random)
    {
        Function.Extractor?.Initialize(parameters, ref random);
        Actor.Memory?.Initialize(parameters, 1, ref random);
        Critic.Memory?.Initialize(parameters, 1, ref random);
        if (_orthogonal)
        {
            double hiddenGain = Math.Sqrt(2);
            Actor.Head.Initialize(parameters, hiddenGain, 0.01, ref random);
            Critic.Head.Initialize(parameters, hiddenGain, 1, ref random);
        }
        else
        {
            UniformInitialization.Fill(Actor.Head, parameters, ref random);
            UniformInitialization.Fill(Critic.Head, parameters, ref random);
        }
    }
}
