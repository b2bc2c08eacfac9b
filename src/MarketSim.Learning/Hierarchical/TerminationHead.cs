using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Gradients;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Functions;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Hierarchical;

/// <summary>
/// Says after each step whether an option ends, and learns it: a network with a probability of ending for each option, and beside it the critic of options
/// that the termination gradient is taken by. Observations are taken as they are, so environments should bound them.
/// </summary>
internal sealed class TerminationHead : INamedWeights
{
    private const string Name = "termination";
    private const int EndBranch = 0;
    private const int ValueBranch = 1;
    private readonly TerminationSettings _settings;
    private readonly ManagedPass _acting;
    private readonly INetworkPass _pass;
    private readonly FeatureView _view;
    private readonly float[] _weights;
    private readonly float[] _gradients;
    private readonly Adam _optimiser;
    private readonly double _gamma;
    private readonly int _options;
    private readonly int _observationSize;
    private float[] _targets = [];
    private float[] _ends = [];
    private FloatBuffer _observations;
    private int[] _rows = [];

    /// <param name="view">The observation view of options.</param>
    /// <param name="gamma">Discount of the controller, per step of the environment.</param>
    public TerminationHead(FeatureView view, int options, TerminationSettings settings, double gamma, ulong seed, IGradientEngine engine)
    {
        _settings = settings;
        _view = view;
        _options = options;
        _gamma = gamma;
        _observationSize = view.Space.Size;
        var end = new NetworkBranch(Layout, "end", _observationSize, null, [.. settings.HiddenSizes, options], Activation.Tanh);
        var value = new NetworkBranch(Layout, "value", _observationSize, null, [.. settings.HiddenSizes, options], Activation.Tanh);
        var network = new BranchedNetwork(end, value);
        _acting = new ManagedPass(network);
        _pass = engine.CreatePass(network);
        _weights = new float[Layout.Size];
        _gradients = new float[Layout.TrainableSize];
        _optimiser = new Adam(_gradients.Length);
        var random = new RandomStream(seed, RandomPurpose.Initialization, 3, 0);
        end.Head.Initialize(_weights, Math.Sqrt(2), 0.01, ref random);
        value.Head.Initialize(_weights, Math.Sqrt(2), 1, ref random);
    }

    public ParameterLayout Layout { get; } = new();

    public Span<float> Weights => _weights;

    /// <summary>Mean probability of ending in the last update.</summary>
    public double MeanEndProbability { get; private set; }

    /// <summary>Mean squared error of the critic in the last update.</summary>
    public double ValueLoss { get; private set; }

    internal ReadOnlySpan<float> Gradients => _gradients;

    /// <summary>Decides for all rows whose option is under way, in one inference.</summary>
    public void Decide(HierarchicalPolicy policy, PolicyBatch batch, bool deterministic)
    {
        if (_rows.Length < batch.Rows)
        {
            _rows = new int[batch.Rows];
        }

        int count = 0;
        for (int row = 0; row < batch.Rows; row++)
        {
            if (policy.IsUnderWay(row))
            {
                _rows[count++] = row;
            }
        }

        if (count == 0)
        {
            return;
        }

        Span<float> observations = _observations.Take(count * _observationSize);
        for (int i = 0; i < count; i++)
        {
            _view.Take(batch.Observation(_rows[i]), observations.Slice(i * _observationSize, _observationSize));
        }

        _acting.Step(EndBranch, _weights, observations, count, []);
        ReadOnlySpan<float> logits = _acting.Output(EndBranch);
        for (int i = 0; i < count; i++)
        {
            float probability = Sigmoid(logits[(i * _options) + policy.OptionOfRow(_rows[i])]);
            if (deterministic ? probability > 0.5f : policy.DrawEnd(batch, _rows[i]) < probability)
            {
                policy.End(_rows[i]);
            }
        }
    }

    /// <summary>Goes once through the steps of a rollout, in order, a minibatch at a time.</summary>
    /// <exception cref="LearningDivergedException">A gradient is no longer finite; the weights before that minibatch are kept.</exception>
    public void Learn(OptionCriticSteps steps)
    {
        if (steps.Count == 0)
        {
            return;
        }

        double ends = 0;
        double loss = 0;
        for (int start = 0; start < steps.Count; start += _settings.BatchSize)
        {
            int count = Math.Min(_settings.BatchSize, steps.Count - start);
            AddGradients(steps, start, count, ref ends, ref loss);
            double norm = GradientNorm.Clip(_gradients, _settings.MaximumGradientNorm);
            if (!double.IsFinite(norm))
            {
                throw new LearningDivergedException("The termination head diverged: its gradient is no longer finite. Lower its learning rate, or scale rewards and observations.");
            }

            _optimiser.Step(_weights.AsSpan(0, _gradients.Length), _gradients, _settings.LearningRate);
        }

        MeanEndProbability = ends / steps.Count;
        ValueLoss = loss / steps.Count;
    }

    /// <summary>Probabilities of ending and values of all options in one observation, as options see it.</summary>
    internal (float[] Ends, float[] Values) Evaluate(ReadOnlySpan<float> observation)
    {
        float[] ends = new float[_options];
        _acting.Step(_weights, observation, 1, []);
        Elementary.Sigmoid(_acting.Output(EndBranch), ends);
        return (ends, _acting.Output(ValueBranch).ToArray());
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        SavedParts.WriteWeights(writer, Name, Layout, _weights);
        _optimiser.Save(writer);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        SavedParts.ReadWeights(ref reader, Name, Layout, _weights);
        _optimiser.Restore(ref reader);
    }

    /// <summary>Gradients of a minibatch of both losses, in <see cref="Gradients"/>.</summary>
    internal void AddGradients(OptionCriticSteps steps, int start, int count, ref double ends, ref double loss)
    {
        Array.Clear(_gradients);
        var next = new NetworkInput(steps.NextObservations(start, count), count);
        _pass.Forward(_weights, next);
        FillTargets(steps, start, count, ref ends);
        _pass.Backward(_weights, next, _gradients);

        var present = new NetworkInput(steps.Observations(start, count), count);
        _pass.Forward(_weights, present);
        ReadOnlySpan<float> values = _pass.Output(ValueBranch);
        _pass.OutputGradient(EndBranch).Clear();
        Span<float> gradients = _pass.OutputGradient(ValueBranch);
        gradients.Clear();
        for (int i = 0; i < count; i++)
        {
            int at = (i * _options) + steps.Option(start + i);
            float error = values[at] - _targets[i];
            loss += error * error;
            gradients[at] = error / count;
        }

        _pass.Backward(_weights, present, _gradients);
    }

    // What values are to become, and the termination gradient on arrival.
    private void FillTargets(OptionCriticSteps steps, int start, int count, ref double ends)
    {
        if (_targets.Length < count)
        {
            _targets = new float[count];
            _ends = new float[count * _options];
        }

        Elementary.Sigmoid(_pass.Output(EndBranch), _ends.AsSpan(0, count * _options));
        ReadOnlySpan<float> values = _pass.Output(ValueBranch);
        _pass.OutputGradient(ValueBranch).Clear();
        Span<float> gradients = _pass.OutputGradient(EndBranch);
        gradients.Clear();
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> row = values.Slice(i * _options, _options);
            int option = steps.Option(start + i);
            float best = row[0];
            foreach (float value in row)
            {
                best = Math.Max(best, value);
            }

            float end = _ends[(i * _options) + option];
            bool terminated = steps.IsTerminated(start + i);
            _targets[i] = OptionCritic.Target(steps.Reward(start + i), _gamma, end, row[option], best, terminated);
            gradients[(i * _options) + option] = terminated ? 0 : OptionCritic.TerminationGradient(end, row[option], best, _settings.DeliberationCost) / count;
            ends += end;
        }
    }

    private static float Sigmoid(float logit)
    {
        Span<float> value = [logit];
        Elementary.Sigmoid(value, value);
        return value[0];
    }
}
