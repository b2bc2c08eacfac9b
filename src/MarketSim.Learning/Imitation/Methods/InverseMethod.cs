using MarketSim.Learning.Environments;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Imitation.Inverse;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Imitation.Methods;

/// <summary>Maximum-causal-entropy inverse reinforcement learning (Ziebart, Bagnell and Dey 2010) in a problem that is solved exactly.</summary>
internal sealed class InverseMethod : IImitationMethod
{
    private readonly InverseOptions _options;
    private readonly ulong _seed;
    private readonly ITabularEnvironment _environment;
    private readonly TabularPolicy _policy;
    private readonly TabularProblem _problem;
    private readonly IReadOnlyList<(int State, int Action)[]> _episodes;
    private readonly CausalLikelihood _likelihood;
    private readonly CausalLikelihood? _heldOut;
    private readonly LinearRewardFit? _linear;
    private readonly Adam? _optimiser;
    private readonly float[] _gradients = [];
    private readonly List<ImitationEpoch> _history = [];
    private SoftSolution _solution;

    /// <exception cref="ArgumentException">The environment is not tabular.</exception>
    /// <exception cref="UnidentifiedRewardException">The demonstrations do not tell features apart.</exception>
    public InverseMethod(IEnvironment environment, DemonstrationSet demonstrations, CloningOptions cloning, InverseOptions options, ulong seed, IGradientEngine? engine)
    {
        _environment = environment as ITabularEnvironment ?? throw new ArgumentException(
            $"Inverse reinforcement learning solves its problem exactly, and {environment.GetType().Name} is no environment of finitely many known states ({nameof(ITabularEnvironment)}). Use method airl, which finds a reward by playing.",
            nameof(environment));
        _options = options.Validate();
        _seed = seed;
        (IReadOnlyList<Demonstration> training, IReadOnlyList<Demonstration> heldOut) = demonstrations.Split(cloning.HeldOutShare, seed);
        _episodes = [.. training.Select(StepsOf)];
        _policy = new TabularPolicy(_environment);
        _problem = _environment.Problem.Standardized();
        _likelihood = new CausalLikelihood(_problem, _episodes.SelectMany(static episode => episode));
        _heldOut = heldOut.Count == 0 ? null : new CausalLikelihood(_problem, heldOut.SelectMany(StepsOf));
        if (options.Reward == RewardModel.Linear)
        {
            _linear = new LinearRewardFit(_environment.Problem, _episodes.SelectMany(static episode => episode), options);
            _solution = _linear.Solution;
        }
        else
        {
            Network = new NetworkReward(_problem.FeatureNames, FeatureScale.Of(_environment.Problem), options.HiddenSizes, seed, engine);
            _gradients = new float[Network.Layout.TrainableSize];
            _optimiser = new Adam(_gradients.Length);
            _solution = SoftSolution.Of(_problem, Network.OfStandardized(_problem), options.Temperature);
        }

        _policy.Take(_solution);
    }

    public IPolicy Policy => _policy;

    public IReadOnlyList<ImitationEpoch> History => _history;

    public bool IsDone => _linear?.IsConverged == true;

    /// <summary>The network of the reward; null for a linear reward.</summary>
    public NetworkReward? Network { get; }

    /// <summary>The linear reward; null for a network reward.</summary>
    public LinearReward? Linear() => _linear?.Reward();

    /// <summary>The match between the expert's features and those of the reward's policy.</summary>
    public FeatureMatch Match() => FeatureExpectations.Match(_problem, _solution, _episodes, _seed);

    public IReadOnlyList<string> Warnings => [];

    public void Plan(int epochs)
    {
    }

    public void Epoch(int batchSize)
    {
        if (_linear is not null)
        {
            _linear.Step();
            _solution = _linear.Solution;
        }
        else
        {
            StepNetwork(Network!);
        }

        _policy.Take(_solution);
        double? heldOut = _heldOut is null ? null : -_heldOut.MeanOf(_solution);
        _history.Add(new ImitationEpoch(_history.Count + 1, -_likelihood.MeanOf(_solution), heldOut, heldOut is { } loss ? Numerics.Functions.Elementary.Exp(-loss) : null, ImitationEpoch.NoFigures));
    }

    public CloneFit? Fit() => null;

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(3);
        if (_linear is not null)
        {
            StateArrays.Write(writer, _linear.Weights.ToArray());
            writer.WriteBoolean(_linear.IsConverged);
        }
        else
        {
            FloatBlocks.WriteFloats(writer, Network!.Parameters);
            _optimiser!.Save(writer);
        }

        EpochHistory.Write(writer, _history);
    }

    public void Restore(ref MessagePackReader reader, bool withEnvironment)
    {
        reader.ReadArrayHeader(3);
        if (_linear is not null)
        {
            double[] weights = new double[_linear.Weights.Count];
            StateArrays.Read(ref reader, weights);
            _linear.Restore(weights, reader.ReadBoolean());
            _solution = _linear.Solution;
        }
        else
        {
            FloatBlocks.ReadFloats(ref reader, Network!.Parameters, "weights of the reward");
            _optimiser!.Restore(ref reader);
            _solution = SoftSolution.Of(_problem, Network.OfStandardized(_problem), _options.Temperature);
        }

        _policy.Take(_solution);
        EpochHistory.Read(ref reader, _history);
        if (!withEnvironment)
        {
            _history.Clear();
        }
    }

    private (int State, int Action)[] StepsOf(Demonstration demonstration) =>
        [.. Enumerable.Range(0, demonstration.Length).Select(step => (_environment.StateOf(demonstration.Observation(step)), (int)demonstration.Action(step)[0]))];

    private void StepNetwork(NetworkReward network)
    {
        double[] gradient = new double[_problem.States * _problem.Actions];
        _likelihood.Gradient(_solution, gradient);
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] = -gradient[i];
        }

        network.Backward(_problem, gradient, _gradients);
        _optimiser!.Step(network.Parameters.AsSpan(0, _gradients.Length), _gradients, _options.LearningRate);
        float factor = (float)(1 - (_options.LearningRate * _options.WeightDecay));
        foreach (ParameterBlock block in network.Layout.Blocks.Where(static block => block.Shape.Count > 1))
        {
            foreach (ref float weight in block.Of(network.Parameters))
            {
                weight *= factor;
            }
        }

        _solution = SoftSolution.Of(_problem, network.OfStandardized(_problem), _options.Temperature);
    }
}
