using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Optimisation;

/// <param name="Epsilon">Added to the root of the second moment; 1e-5 for PPO by custom.</param>
/// <param name="FirstDecay">Beta 1, from 0 to below 1.</param>
/// <param name="SecondDecay">Beta 2, from 0 to below 1.</param>
public sealed record AdamOptions(double Epsilon = 1e-8, double FirstDecay = 0.9, double SecondDecay = 0.999);

/// <summary>Adam (Kingma and Ba 2015, arXiv:1412.6980), epsilon outside the corrected root: p -= rate / c1 · m / (sqrt(v) / sqrt(c2) + epsilon).</summary>
public sealed class Adam : IOptimiser
{
    private readonly AdamOptions _options;
    private readonly float[] _first;
    private readonly float[] _second;
    private long _steps;

    // Powers of the decays, multiplied up step by step.
    private double _firstPower = 1;
    private double _secondPower = 1;

    public Adam(int size, AdamOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        _options = options ?? new AdamOptions();
        OptimiserChecks.RequireDecay(_options.FirstDecay, nameof(AdamOptions.FirstDecay));
        OptimiserChecks.RequireDecay(_options.SecondDecay, nameof(AdamOptions.SecondDecay));
        OptimiserChecks.RequireEpsilon(_options.Epsilon);
        _first = new float[size];
        _second = new float[size];
    }

    public int Size => _first.Length;

    /// <summary>Steps taken so far.</summary>
    public long Steps => _steps;

    public void Step(Span<float> parameters, ReadOnlySpan<float> gradients, double learningRate)
    {
        OptimiserChecks.RequireStep(Size, parameters, gradients, learningRate);
        _steps++;
        _firstPower *= _options.FirstDecay;
        _secondPower *= _options.SecondDecay;
        float firstDecay = (float)_options.FirstDecay;
        float secondDecay = (float)_options.SecondDecay;
        float firstShare = (float)(1 - _options.FirstDecay);
        float secondShare = (float)(1 - _options.SecondDecay);
        float rate = (float)(learningRate / (1 - _firstPower));
        float scale = (float)(1 / Math.Sqrt(1 - _secondPower));
        float epsilon = (float)_options.Epsilon;
        for (int i = 0; i < _first.Length; i++)
        {
            float gradient = gradients[i];
            float first = float.FusedMultiplyAdd(firstDecay, _first[i], firstShare * gradient);
            float second = float.FusedMultiplyAdd(secondDecay, _second[i], secondShare * gradient * gradient);
            _first[i] = first;
            _second[i] = second;
            parameters[i] -= rate * first / float.FusedMultiplyAdd(float.Sqrt(second), scale, epsilon);
        }
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(6);
        writer.WriteString(nameof(Adam));
        writer.WriteInt64(_steps);
        writer.WriteDouble(_firstPower);
        writer.WriteDouble(_secondPower);
        OptimiserState.Write(writer, _first);
        OptimiserState.Write(writer, _second);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(6);
        OptimiserState.ReadKind(ref reader, nameof(Adam));
        _steps = reader.ReadCount();
        _firstPower = reader.ReadDouble();
        _secondPower = reader.ReadDouble();
        OptimiserState.Read(ref reader, _first, "first moments");
        OptimiserState.Read(ref reader, _second, "second moments");
    }
}
