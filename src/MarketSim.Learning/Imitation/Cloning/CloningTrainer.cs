using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Imitation.Demonstrations;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Normalization;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Rollouts;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Imitation.Cloning;

/// <summary>
/// Behavioural cloning: fits a policy to an expert's steps as one fits any supervised model (Pomerleau 1989, ALVINN; Bain and Sammut 1995), and keeps the weights
/// that fit held-out episodes best.
/// </summary>
internal sealed class CloningTrainer
{
    private const int StateFields = 11;
    private readonly CloningOptions _options;
    private readonly ulong _seed;
    private readonly CloningLoss _loss;
    private readonly CloneFitting _fitting;
    private readonly INetworkPass _pass;
    private readonly CloningBatches _batches;
    private readonly float[] _weights;
    private readonly float[] _gradients;
    private readonly int _actorSize;
    private readonly ParameterBlock[] _decayed;
    private readonly Adam _optimiser;
    private readonly List<CloningEpoch> _history = [];
    private FloatBuffer _features;
    private FloatBuffer _actions;
    private RandomStream _random;
    private double _bestLoss = double.PositiveInfinity;
    private int _sinceBest;

    /// <param name="seed">Of the first weights and of the order of minibatches.</param>
    public CloningTrainer(Space observationSpace, Space actionSpace, CloningOptions options, ulong seed, IGradientEngine? engine)
    {
        _options = options.Validate();
        _seed = seed;
        Policy = options.PolicyOptions().CreatePolicy(observationSpace, actionSpace, seed);
        Training = new CloningData(Policy);
        HeldOut = new CloningData(Policy);
        var actor = new BranchedNetwork(Policy.Network.Actor);
        _pass = (engine ?? ManagedEngine.Instance).CreatePass(actor);
        _loss = new CloningLoss(Policy);
        _fitting = new CloneFitting(Policy, _loss, _pass);
        _batches = new CloningBatches(options.LstmSize is null ? null : options.SequenceLength, options.BurnIn);
        _weights = Policy.Weights.ToArray();
        _gradients = new float[Policy.Layout.TrainableSize];

        // The critic's blocks follow the actor's; a clone has nothing to teach it.
        _actorSize = Policy.Layout.Blocks.First(static block => block.Name.StartsWith("critic.", StringComparison.Ordinal)).Offset;
        _decayed = [.. Policy.Layout.Blocks.Where(block => block.Offset < _actorSize && block.Shape.Count > 1)];
        _optimiser = new Adam(_actorSize);
        _random = new RandomStream(seed, RandomPurpose.Minibatch, group: 1, index: 0);
    }

    /// <summary>The clone: the weights that fitted held-out episodes best so far.</summary>
    public ActorCriticPolicy Policy { get; }

    public CloningData Training { get; }

    public CloningData HeldOut { get; }

    public int Epochs => _history.Count;

    public IReadOnlyList<CloningEpoch> History => _history;

    /// <summary>True when the loss of held-out episodes has not improved for as many epochs as the options allow.</summary>
    public bool IsDone => _options.Patience is { } patience && HeldOut.Steps > 0 && _sinceBest >= patience;

    /// <summary>Adds demonstrations. Held-out losses before are of others, so that the next epoch's weights are the best again.</summary>
    public void Add(IReadOnlyList<Demonstration> training, IReadOnlyList<Demonstration> heldOut)
    {
        bool isFirst = Training.Steps == 0;
        foreach (Demonstration demonstration in training)
        {
            Training.Add(demonstration);
        }

        foreach (Demonstration demonstration in heldOut)
        {
            HeldOut.Add(demonstration);
        }

        if (isFirst && Training.Steps > 0)
        {
            Normalize();
        }

        if (Training.Steps > 0)
        {
            _loss.Fit(Training, _options.ClassBalance);
        }

        (_bestLoss, _sinceBest) = (double.PositiveInfinity, 0);
    }

    /// <summary>A new training begins with the clone as it is: its epochs count for its patience from here on.</summary>
    public void BeginAnew() => _sinceBest = 0;

    /// <summary>Goes through the demonstrations once.</summary>
    /// <exception cref="LearningDivergedException">A gradient is not finite; the clone is as it was.</exception>
    public CloningEpoch Epoch(int batchSize)
    {
        _batches.Begin(Training);
        _batches.Shuffle(ref _random);
        double loss = 0;
        double weight = 0;
        while (_batches.MoveNext(batchSize))
        {
            (double batchLoss, double batchWeight) = Step();
            loss += batchLoss;
            weight += batchWeight;
        }

        CloneFit? fit = HeldOut.Steps > 0 ? _fitting.Of(_weights, HeldOut) : null;
        Keep(fit);
        double? score = fit is null ? null : _loss.IsDiscrete ? fit.Confusion.Average(static matrix => matrix.MacroF1) : fit.ExplainedShare.Average();
        var epoch = new CloningEpoch(_history.Count + 1, loss / weight, fit?.Loss, score);
        _history.Add(epoch);
        return epoch;
    }

    /// <summary>The fit of the clone to demonstrations.</summary>
    public CloneFit Fit(CloningData data) => _fitting.Of(Policy.Weights, data);

    /// <summary>The fit of another policy of the same layers to demonstrations, on this clone's scale.</summary>
    public CloneFit? FitOf(ActorCriticPolicy policy, IReadOnlyList<Demonstration> demonstrations)
    {
        if (demonstrations.Count == 0)
        {
            return null;
        }

        var data = new CloningData(policy);
        foreach (Demonstration demonstration in demonstrations)
        {
            data.Add(demonstration);
        }

        return _fitting.Of(policy.Weights, data);
    }

    /// <summary>The clone with deviations of continuous actions large enough to learn from: a fifth of the expert's own at least.</summary>
    public ActorCriticPolicy WithExploration()
    {
        var policy = _options.PolicyOptions().CreatePolicy(Policy.ObservationSpace, Policy.ActionSpace, _seed);
        Policy.Weights.CopyTo(policy.Weights);
        if (!_loss.IsDiscrete)
        {
            Span<float> logDeviations = policy.Layout["actor.log_std"].Of(policy.Weights);
            for (int j = 0; j < logDeviations.Length; j++)
            {
                logDeviations[j] = Math.Max(logDeviations[j], (float)Numerics.Functions.Elementary.Log(0.2 * _loss.Scales[j]));
            }
        }

        return policy;
    }

    /// <param name="withData">False leaves the demonstrations out: the caller has them.</param>
    public void Save(MessagePackWriter writer, bool withData)
    {
        writer.WriteArrayHeader(StateFields);
        SavedParts.WriteWeights(writer, "clone", Policy.Layout, Policy.Weights);
        writer.WriteFloats(_weights);
        _optimiser.Save(writer);
        writer.WriteUInt64(_random.Position);
        writer.WriteDouble(_bestLoss);
        writer.WriteInt64(_sinceBest);
        writer.WriteFloats(_loss.ActionWeights);
        StateArrays.Write(writer, _loss.Scales);
        WriteHistory(writer);
        SaveData(writer, withData ? Training : null);
        SaveData(writer, withData ? HeldOut : null);
    }

    /// <summary>Restores what <see cref="Save"/> wrote; without data, into a trainer that has been given the same demonstrations.</summary>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(StateFields);
        SavedParts.ReadWeights(ref reader, "clone", Policy.Layout, Policy.Weights);
        reader.ReadFloats(_weights, "weights of the training");
        _optimiser.Restore(ref reader);
        _random = new RandomStream(_seed, RandomPurpose.Minibatch, group: 1, index: 0, reader.ReadUInt64());
        _bestLoss = reader.ReadDouble();
        _sinceBest = reader.ReadInt32();
        float[] actionWeights = reader.ReadFloatArray("weights of actions");
        double[] scales = new double[reader.ReadArrayHeader()];
        for (int i = 0; i < scales.Length; i++)
        {
            scales[i] = reader.ReadDouble();
        }

        _loss.Restore(actionWeights, scales);
        ReadHistory(ref reader);
        RestoreData(ref reader, Training);
        RestoreData(ref reader, HeldOut);
    }

    private static void SaveData(MessagePackWriter writer, CloningData? data)
    {
        if (data is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(data.Demonstrations.Count);
        foreach (Demonstration demonstration in data.Demonstrations)
        {
            DemonstrationSet.SaveEpisode(writer, demonstration);
        }
    }

    private static void RestoreData(ref MessagePackReader reader, CloningData data)
    {
        if (reader.TryReadNil())
        {
            return;
        }

        data.Clear();
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            data.Add(DemonstrationSet.RestoreEpisode(ref reader));
        }
    }

    private void Normalize()
    {
        if (Policy.Encoder.Normalizes)
        {
            var statistics = new RunningStatistics(Policy.ObservationSpace.Size);
            foreach (Demonstration demonstration in Training.Demonstrations)
            {
                statistics.Update(demonstration.Observations);
            }

            // What never varied in the demonstrations is taken in its own unit: divided by next to nothing, it would drown the rest as soon as it varies.
            double[] variances = [.. statistics.Variances];
            for (int i = 0; i < variances.Length; i++)
            {
                double mean = statistics.Means[i];
                variances[i] = variances[i] > 1e-6 * (1e-3 + (mean * mean)) ? variances[i] : 1;
            }

            Policy.Encoder.SetMoments(_weights, statistics.Means, variances);
            Policy.Encoder.SetMoments(Policy.Weights, statistics.Means, variances);
        }

        Training.Encode();
        HeldOut.Encode();
    }

    private (double Loss, double Weight) Step()
    {
        int rows = _batches.Layout.Rows;
        Span<float> features = _features.Take(rows * Training.FeatureSize);
        Span<float> actions = _actions.Take(rows * Training.ActionSize);
        ActorCriticPass.Gather(Training.Features, Training.FeatureSize, _batches.Rows, features);
        ActorCriticPass.Gather(Training.Actions, Training.ActionSize, _batches.Rows, actions);
        var input = new NetworkInput(features, _batches.Layout, initialStates: [], starts: []);
        _pass.Forward(_weights, input);
        _gradients.AsSpan(0, _actorSize).Clear();
        (double Loss, double Weight) result = _loss.Gradients(_weights, _pass, actions, _batches, _gradients);
        _pass.Backward(_weights, input, _gradients);
        Span<float> gradients = _gradients.AsSpan(0, _actorSize);
        double norm = GradientNorm.Clip(gradients, _options.MaximumGradientNorm);
        if (!double.IsFinite(norm))
        {
            throw new LearningDivergedException(
                $"Cloning diverged in epoch {Epochs + 1}: the gradient is no longer finite. The clone of the best epoch before is kept; lower the learning rate, or scale observations.");
        }

        _optimiser.Step(_weights.AsSpan(0, _actorSize), gradients, _options.LearningRate);
        Decay();
        return result;
    }

    private void Decay()
    {
        float factor = (float)(1 - (_options.LearningRate * _options.WeightDecay));
        if (factor == 1)
        {
            return;
        }

        foreach (ParameterBlock block in _decayed)
        {
            foreach (ref float weight in block.Of(_weights.AsSpan()))
            {
                weight *= factor;
            }
        }
    }

    /// <summary>Keeps the present weights as the clone where they fit held-out episodes best, or where nothing is held out.</summary>
    private void Keep(CloneFit? fit)
    {
        if (fit is not null && fit.Loss >= _bestLoss)
        {
            _sinceBest++;
            return;
        }

        if (!_loss.IsDiscrete)
        {
            FitDeviations(fit ?? _fitting.Of(_weights, Training));
        }

        _bestLoss = fit?.Loss ?? _bestLoss;
        _sinceBest = 0;
        _weights.CopyTo(Policy.Weights);
    }

    /// <summary>The likeliest deviations given the means: root mean square of what is left, but never below a hundredth of the expert's own.</summary>
    private void FitDeviations(CloneFit fit)
    {
        Span<float> logDeviations = Policy.Layout["actor.log_std"].Of(_weights.AsSpan());
        for (int j = 0; j < logDeviations.Length; j++)
        {
            double left = Math.Sqrt(Math.Max(0, 1 - fit.ExplainedShare[j])) * _loss.Scales[j];
            logDeviations[j] = (float)Numerics.Functions.Elementary.Log(Math.Max(left, 0.01 * _loss.Scales[j]));
        }
    }

    private void WriteHistory(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(_history.Count);
        foreach (CloningEpoch epoch in _history)
        {
            writer.WriteArrayHeader(3);
            writer.WriteDouble(epoch.TrainingLoss);
            writer.WriteDouble(epoch.HeldOutLoss ?? double.NaN);
            writer.WriteDouble(epoch.HeldOutScore ?? double.NaN);
        }
    }

    private void ReadHistory(ref MessagePackReader reader)
    {
        _history.Clear();
        int count = reader.ReadArrayHeader();
        for (int i = 0; i < count; i++)
        {
            reader.ReadArrayHeader(3);
            double training = reader.ReadDouble();
            double heldOut = reader.ReadDouble();
            double score = reader.ReadDouble();
            _history.Add(new CloningEpoch(i + 1, training, double.IsNaN(heldOut) ? null : heldOut, double.IsNaN(score) ? null : score));
        }
    }
}
