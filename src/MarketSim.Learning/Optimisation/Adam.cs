using System.Numerics;
using System.Runtime.CompilerServices;
using MarketSim.Learning.Networks;
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
    private FloatBuffer _firstBefore;
    private FloatBuffer _secondBefore;
    private (long Steps, double FirstPower, double SecondPower) _before;

    /// <summary>Creates an optimiser for a number of parameters; null for the default options.</summary>
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

    /// <inheritdoc/>
    public int Size => _first.Length;

    /// <summary>Steps taken so far.</summary>
    public long Steps => _steps;

    /// <inheritdoc/>
    public bool IsFinite => OptimiserChecks.AreFinite(_first) && OptimiserChecks.AreFinite(_second);

    /// <inheritdoc/>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradients, double learningRate)
    {
        OptimiserChecks.RequireStep(Size, parameters, gradients, learningRate);
        _steps++;
        _firstPower *= _options.FirstDecay;
        _secondPower *= _options.SecondDecay;
        var rates = new Rates(
            (float)_options.FirstDecay,
            (float)_options.SecondDecay,
            (float)(1 - _options.FirstDecay),
            (float)(1 - _options.SecondDecay),
            (float)(learningRate / (1 - _firstPower)),
            (float)(1 / Math.Sqrt(1 - _secondPower)),
            (float)_options.Epsilon);
        int width = Vector<float>.Count;
        int i = 0;
        for (; i <= _first.Length - width; i += width)
        {
            StepVector(parameters[i..], gradients[i..], _first.AsSpan(i), _second.AsSpan(i), rates);
        }

        for (; i < _first.Length; i++)
        {
            float gradient = gradients[i];
            float first = float.FusedMultiplyAdd(rates.FirstDecay, _first[i], rates.FirstShare * gradient);
            float second = float.FusedMultiplyAdd(rates.SecondDecay, _second[i], rates.SecondShare * gradient * gradient);
            _first[i] = first;
            _second[i] = second;
            parameters[i] -= rates.Rate * first / float.FusedMultiplyAdd(float.Sqrt(second), rates.Scale, rates.Epsilon);
        }
    }

    /// <inheritdoc/>
    public void Remember()
    {
        _before = (_steps, _firstPower, _secondPower);
        _first.CopyTo(_firstBefore.Take(_first.Length));
        _second.CopyTo(_secondBefore.Take(_second.Length));
    }

    /// <inheritdoc/>
    public void Revert()
    {
        (_steps, _firstPower, _secondPower) = _before;
        _firstBefore.Taken(_first.Length).CopyTo(_first);
        _secondBefore.Taken(_second.Length).CopyTo(_second);
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StepVector(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> firsts, Span<float> seconds, in Rates rates)
    {
        var gradient = new Vector<float>(gradients);
        Vector<float> first = Vector.FusedMultiplyAdd(new Vector<float>(rates.FirstDecay), new Vector<float>(firsts), gradient * rates.FirstShare);
        Vector<float> second = Vector.FusedMultiplyAdd(
            new Vector<float>(rates.SecondDecay), new Vector<float>(seconds), gradient * rates.SecondShare * gradient);
        first.CopyTo(firsts);
        second.CopyTo(seconds);
        Vector<float> divisor = Vector.FusedMultiplyAdd(Vector.SquareRoot(second), new Vector<float>(rates.Scale), new Vector<float>(rates.Epsilon));
        (new Vector<float>(parameters) - (first * rates.Rate / divisor)).CopyTo(parameters);
    }

    /// <summary>The numbers of one step.</summary>
    private readonly record struct Rates(
        float FirstDecay, float SecondDecay, float FirstShare, float SecondShare, float Rate, float Scale, float Epsilon);
}
