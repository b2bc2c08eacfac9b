using MarketSim.Learning.Environments;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Imitation.Adversarial;
using MarketSim.Learning.Imitation.Cloning;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Imitation.Inverse;
using MarketSim.Learning.Imitation.Methods;
using MarketSim.Learning.Persistence;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Training;
using MarketSim.Numerics.Randomness;

namespace MarketSim.Learning.Imitation;

/// <summary>
/// Learns from an expert's records to act as it does, or what it wants. IMITATION.md describes the methods, the files and what was measured.
/// </summary>
/// <remarks>
/// One thread. A training is interrupted between epochs, and resumes from there exactly. What most trainings
/// name are arguments, as users of Python libraries know them; <see cref="ImitationSetup"/> has the rest.
/// </remarks>
public sealed class ImitationLearning
{
    private readonly ImitationEnvironments _environments;
    private readonly IImitationMethod _method;
    private readonly PolicyBatch _prediction;
    private readonly bool _hasAbsorbingState;

    /// <param name="environment">Learned and evaluated in by this alone.</param>
    /// <param name="expertDataPath">A file of demonstrations (<see cref="DemonstrationFile"/>), or of the kind that the environment reads (<see cref="IExpertDataReader"/>).</param>
    /// <param name="method">A name of <see cref="ImitationMethods"/>.</param>
    /// <param name="modelType"><c>mlp</c>, or <c>lstm</c>: then the first of the hidden sizes is the LSTM's.</param>
    /// <param name="hiddenSizes">Units of the layers of the policy; null for those of the options.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="seed">Of first weights, held-out episodes, environments' episodes and all randomness in training.</param>
    /// <exception cref="InvalidDataException">The file is wrong; the message names line, column and remedy.</exception>
    /// <exception cref="ArgumentException">There is no such method or model, or a setting is not allowed.</exception>
    public ImitationLearning(
        IEnvironment environment,
        string expertDataPath,
        string method = ImitationMethods.BehavioralCloning,
        string modelType = "mlp",
        IReadOnlyList<int>? hiddenSizes = null,
        ImitationOptions? options = null,
        ulong seed = 0)
        : this(length => ImitationEnvironments.Of(environment, length), ReadExpertData(environment, expertDataPath), method, WithModel(options, modelType, hiddenSizes), seed, new ImitationSetup())
    {
    }

    /// <param name="createEnvironment">Makes one environment; called for each that is needed, all made alike.</param>
    /// <param name="setup">Null for the defaults.</param>
    /// <inheritdoc cref="ImitationLearning(IEnvironment, string, string, string, IReadOnlyList{int}?, ImitationOptions?, ulong)"/>
    public ImitationLearning(
        Func<IEnvironment> createEnvironment,
        DemonstrationSet demonstrations,
        string method = ImitationMethods.BehavioralCloning,
        ImitationOptions? options = null,
        ulong seed = 0,
        ImitationSetup? setup = null)
        : this(EnvironmentsOf(createEnvironment, setup), demonstrations, method, options ?? new ImitationOptions(), seed, setup ?? new ImitationSetup())
    {
    }

    private ImitationLearning(
        Func<int?, ImitationEnvironments> environments, DemonstrationSet demonstrations, string method, ImitationOptions options, ulong seed, ImitationSetup setup)
    {
        ArgumentNullException.ThrowIfNull(demonstrations);
        Method = ImitationMethods.Canonical(method);
        _hasAbsorbingState = options.Adversarial.AbsorbingState && (Method is ImitationMethods.Gail or ImitationMethods.Airl);
        int? length = _hasAbsorbingState ? demonstrations.Episodes.Max(static episode => episode.Length) : null;
        _environments = environments(length);
        DemonstrationSet used = length is { } steps ? AbsorbingState.Extend(demonstrations, steps) : demonstrations;
        used.RequireSpaces(_environments.Training.ObservationSpace, _environments.Training.ActionSpace);
        Demonstrations = demonstrations;
        Options = options;
        Seed = seed;
        _method = MethodFactory.Create(Method, _environments, used, options, seed, setup.Expert, setup.Engine);
        _prediction = new PolicyBatch(Policy.ObservationSpace.Size, Policy.ActionSpace.Size, Policy.StateSize);
        _prediction.Resize(1);
        _prediction.Random[0] = PredictionStream(0);
    }

    /// <summary>Name of the method, as in <see cref="ImitationMethods"/>.</summary>
    public string Method { get; }

    /// <summary>The options it was made with.</summary>
    public ImitationOptions Options { get; }

    /// <summary>The seed of everything random.</summary>
    public ulong Seed { get; }

    /// <summary>The expert's episodes.</summary>
    public DemonstrationSet Demonstrations { get; }

    /// <summary>The policy that imitates the expert.</summary>
    public IPolicy Policy => _method.Policy;

    /// <summary>The linear reward that inverse reinforcement learning has found; null for another method or a network.</summary>
    /// <exception cref="UnidentifiedRewardException">The demonstrations do not tell features apart.</exception>
    public LinearReward? LinearReward => (_method as InverseMethod)?.Linear();

    /// <summary>The network that inverse reinforcement learning has found; null for another method or a linear reward.</summary>
    public NetworkReward? NetworkReward => (_method as InverseMethod)?.Network;

    /// <summary>The reward that the discriminator of GAIL or AIRL has learned; null for another method. Of observations with the element of an absorbing state, where one was asked for.</summary>
    public LearnedReward? LearnedReward => (_method as AdversarialMethod)?.Reward();

    /// <summary>The match between the expert's features and those of the policy of a reward found by inverse reinforcement learning; null for another method.</summary>
    public FeatureMatch? FeatureMatch => (_method as InverseMethod)?.Match();

    /// <summary>All epochs so far, in order.</summary>
    public IReadOnlyList<ImitationEpoch> History => _method.History;

    /// <summary>
    /// Trains until so many epochs are done, with those before; or until more are of no use. An epoch is a pass through the demonstrations
    /// (<c>behavioral_cloning</c>, <c>dagger</c>), a step of the optimiser (<c>inverse_reinforcement_learning</c>) or a rollout (<c>gail</c>, <c>airl</c>).
    /// </summary>
    /// <param name="epochs">In all, with those of earlier calls; at least 1.</param>
    /// <param name="batchSize">Steps of a minibatch; null for that of the options.</param>
    /// <param name="progress">Told after each epoch; the training may be saved there.</param>
    /// <param name="interrupt">Ends it between two epochs. Schedules spread over all epochs, so that it resumes as if it had not been interrupted when it is given as many again.</param>
    public ImitationResult Train(int epochs, int? batchSize = null, IProgress<ImitationProgress>? progress = null, CancellationToken interrupt = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        int size = batchSize ?? Options.Cloning.BatchSize;
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(batchSize));
        _method.Plan(epochs);
        while (History.Count < epochs && !_method.IsDone && !interrupt.IsCancellationRequested)
        {
            _method.Epoch(size);
            progress?.Report(new ImitationProgress(History.Count, epochs, History[^1]));
        }

        return Result();
    }

    /// <summary>The results of the training so far.</summary>
    public ImitationResult Result() => new(Method, _method.IsDone, History, _method.Fit(), _method.Warnings);

    /// <summary>Plays episodes beside the demonstrations' returns and those of random actions; the training is not touched.</summary>
    /// <param name="numEpisodes">At least 1.</param>
    /// <param name="seed">Of the episodes; null for one that differs from the training's.</param>
    /// <param name="deterministic">True for the most probable actions.</param>
    public ImitationEvaluation Evaluate(int numEpisodes = 20, ulong? seed = null, bool deterministic = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numEpisodes, 1);
        ulong used = seed ?? ~Seed;
        return new ImitationEvaluation(
            _environments.Returns(Policy, numEpisodes, used, deterministic), Demonstrations.Returns, _environments.RandomReturns(Policy, numEpisodes, used));
    }

    /// <summary>The action for one observation, as an environment takes it.</summary>
    /// <param name="observation">Shape [observation size].</param>
    /// <param name="deterministic">True for the most probable action; false to draw one.</param>
    /// <param name="state">In and out: shape [state size of the policy], all zero at the start of an episode; empty for no memory of earlier observations.</param>
    /// <returns>Shape [action size]; a new array.</returns>
    public float[] Predict(ReadOnlySpan<float> observation, bool deterministic = true, Span<float> state = default)
    {
        int size = Policy.ObservationSpace.Size - (_hasAbsorbingState ? 1 : 0);
        ArgumentOutOfRangeException.ThrowIfNotEqual(observation.Length, size, nameof(observation));
        FiniteCheck.Require(observation, "observation", observation.Length, "row", nameof(observation));
        _prediction.Observations.Clear();
        observation.CopyTo(_prediction.Observations);
        _prediction.States.Clear();
        state.CopyTo(_prediction.States);
        Policy.Act(_prediction, deterministic);
        _prediction.States[..state.Length].CopyTo(state);
        float[] action = _prediction.Actions.ToArray();
        Policy.ClipAction(action);
        return action;
    }

    /// <summary>
    /// Lets a new training begin with what was learned: PPO and A2C of the same layers take the weights, SAC's actor, whose head is another one, is fitted to what the
    /// clone does at the demonstrations' observations.
    /// </summary>
    /// <param name="model">Before its first update.</param>
    /// <param name="epochs">Passes through the demonstrations for SAC.</param>
    /// <exception cref="ArgumentException">The model has other layers or spaces.</exception>
    public void Start(LearningAlgorithm model, int epochs = 50)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        if (model.Policy is SacPolicy actor)
        {
            if (_hasAbsorbingState || actor.ObservationSpace.Size != Policy.ObservationSpace.Size || actor.ActionSpace.Size != Policy.ActionSpace.Size || model.Learner.Version > 0)
            {
                throw new ArgumentException("The model has learned already, or its spaces are not those of the imitation.", nameof(model));
            }

            new SoftActorStart(actor).Fit(Policy, Demonstrations.Episodes, epochs, Seed);
            return;
        }

        if (Policy is not ActorCriticPolicy clone || model.Policy is not ActorCriticPolicy policy || !SameLayers(clone, policy))
        {
            throw new ArgumentException($"The model's layers are not the clone's; make it with HiddenSizes, LstmSize, Activation and NormalizeObservations of {nameof(Options)}.{nameof(ImitationOptions.Cloning)}.{nameof(CloningOptions.PolicyOptions)}().", nameof(model));
        }

        PolicyStart.Apply(model.Learner, clone.Weights);
    }

    /// <summary>Saves everything, demonstrations included, so that a training resumes as if it had not been interrupted.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => ImitationFile.Write(path, this, _method, _environments.Training.Count, _prediction.Random[0].Position);

    /// <summary>Resumes an interrupted training exactly, in an equal environment.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of another environment.</exception>
    public static ImitationLearning Resume(string path, IEnvironment environment, ImitationSetup? setup = null) =>
        Read(path, length => ImitationEnvironments.Of(environment, length), withEnvironment: true, setup);

    /// <param name="createEnvironment">Makes one environment, alike to those of the training.</param>
    /// <inheritdoc cref="Resume(string, IEnvironment, ImitationSetup?)"/>
    public static ImitationLearning Resume(string path, Func<IEnvironment> createEnvironment, ImitationSetup? setup = null) =>
        Read(path, EnvironmentsOf(createEnvironment, setup), withEnvironment: true, setup);

    /// <summary>Loads the weights of a saved training, to act or for a new training: it begins with the weights and restarts its epoch count, in fresh episodes.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of other spaces.</exception>
    public static ImitationLearning Load(string path, IEnvironment environment, ImitationSetup? setup = null) =>
        Read(path, length => ImitationEnvironments.Of(environment, length), withEnvironment: false, setup);

    /// <param name="createEnvironment">Makes one environment.</param>
    /// <inheritdoc cref="Load(string, IEnvironment, ImitationSetup?)"/>
    public static ImitationLearning Load(string path, Func<IEnvironment> createEnvironment, ImitationSetup? setup = null) =>
        Read(path, EnvironmentsOf(createEnvironment, setup), withEnvironment: false, setup);

    private static Func<int?, ImitationEnvironments> EnvironmentsOf(Func<IEnvironment> create, ImitationSetup? setup) =>
        length => ImitationEnvironments.Of(create, (setup ?? new ImitationSetup()).Environments, length);

    private static ImitationLearning Read(string path, Func<int?, ImitationEnvironments> environments, bool withEnvironment, ImitationSetup? setup)
    {
        ImitationFile file = ImitationFile.Read(path);
        try
        {
            ulong seed = withEnvironment ? file.Seed : file.NextSeed;
            var imitation = new ImitationLearning(environments, file.Demonstrations, file.Method, file.Options, seed, setup ?? new ImitationSetup());
            imitation._prediction.Random[0] = imitation.PredictionStream(withEnvironment ? file.PredictionPosition : 0);
            file.RestoreInto(imitation._method, imitation._environments.Training.Count, withEnvironment);
            return imitation;
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    private static DemonstrationSet ReadExpertData(IEnvironment environment, string path)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return environment is IExpertDataReader reader && !DemonstrationFile.IsDemonstrations(path)
            ? reader.ReadExpertData(path)
            : DemonstrationFile.Read(path, environment.ObservationSpace, environment.ActionSpace);
    }

    private static ImitationOptions WithModel(ImitationOptions? options, string modelType, IReadOnlyList<int>? hiddenSizes)
    {
        ArgumentNullException.ThrowIfNull(modelType);
        options ??= new ImitationOptions();
        CloningOptions cloning = options.Cloning;
        IReadOnlyList<int> sizes = hiddenSizes ?? (cloning.LstmSize is { } units ? [units, .. cloning.HiddenSizes] : cloning.HiddenSizes);
        return options with
        {
            Cloning = modelType.ToUpperInvariant() switch
            {
                "MLP" => cloning with { HiddenSizes = sizes, LstmSize = null },
                "LSTM" when sizes.Count > 0 => cloning with { LstmSize = sizes[0], HiddenSizes = [.. sizes.Skip(1)] },
                "LSTM" => throw new ArgumentException("An LSTM needs at least one hidden size: its units, e.g. [128, 64].", nameof(hiddenSizes)),
                _ => throw new ArgumentException($"There is no model '{modelType}'; there are mlp and lstm.", nameof(modelType)),
            },
        };
    }

    private static bool SameLayers(ActorCriticPolicy left, ActorCriticPolicy right) =>
        left.Network.Actor.Head.ActivationOf(0) == right.Network.Actor.Head.ActivationOf(0)
        && left.Layout.Blocks.Count == right.Layout.Blocks.Count
        && left.Layout.Blocks.Zip(right.Layout.Blocks).All(static pair => pair.First.Name == pair.Second.Name && pair.First.Shape.SequenceEqual(pair.Second.Shape));

    private RandomStream PredictionStream(ulong position) => new(Seed, RandomPurpose.ActionSampling, 1, 0, position);
}
