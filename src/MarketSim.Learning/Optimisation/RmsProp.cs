using System.Numerics;
using MarketSim.Learning.Networks;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Optimisation;

/// <summary>The variants of RMSprop: the place of epsilon in the denominator, and the first mean square.</summary>
public enum RmsPropVariant
{
    /// <summary>sqrt(square + epsilon), with an initial mean square of 1, as in TensorFlow and as an option of Stable-Baselines3.</summary>
    EpsilonInside,

    /// <summary>sqrt(square) + epsilon, with an initial mean square of 0, as in PyTorch.</summary>
    EpsilonOutside,
}

/// <param name="Decay">Of the mean square (PyTorch's alpha), from 0 to below 1.</param>
/// <param name="Variant">Stable-Baselines3's A2C uses PyTorch's by default.</param>
public sealed record RmsPropOptions(double Epsilon = 1e-5, double Decay = 0.99, RmsPropVariant Variant = RmsPropVariant.EpsilonOutside);

/// <summary>RMSprop (Tieleman and Hinton 2012, lecture 6.5), without momentum.</summary>
public sealed class RmsProp : IOptimiser
{
    private readonly RmsPropOptions _options;
    private readonly float[] _squares;
    private FloatBuffer _squaresBefore;

    /// <summary>Creates an optimiser for a number of parameters; null for the default options.</summary>
    public RmsProp(int size, RmsPropOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        _options = options ?? new RmsPropOptions();
        OptimiserChecks.RequireDecay(_options.Decay, nameof(RmsPropOptions.Decay));
        OptimiserChecks.RequireEpsilon(_options.Epsilon);
        _squares = new float[size];
        if (_options.Variant == RmsPropVariant.EpsilonInside)
        {
            Array.Fill(_squares, 1);
        }
    }

    /// <inheritdoc/>
    public int Size => _squares.Length;

    /// <inheritdoc/>
    public bool IsFinite => OptimiserChecks.AreFinite(_squares);

    /// <inheritdoc/>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradients, double learningRate)
    {
        OptimiserChecks.RequireStep(Size, parameters, gradients, learningRate);
        float decay = (float)_options.Decay;
        float share = (float)(1 - _options.Decay);
        float epsilon = (float)_options.Epsilon;
        float rate = (float)learningRate;
        bool inside = _options.Variant == RmsPropVariant.EpsilonInside;
        int width = Vector<float>.Count;
        int i = 0;
        for (; i <= _squares.Length - width; i += width)
        {
            var gradient = new Vector<float>(gradients[i..]);
            Vector<float> square = Vector.FusedMultiplyAdd(new Vector<float>(decay), new Vector<float>(_squares, i), gradient * share * gradient);
            square.CopyTo(_squares, i);
            var small = new Vector<float>(epsilon);
            Vector<float> root = inside ? Vector.SquareRoot(square + small) : Vector.SquareRoot(square) + small;
            (new Vector<float>(parameters[i..]) - (gradient * rate / root)).CopyTo(parameters[i..]);
        }

        for (; i < _squares.Length; i++)
        {
            float gradient = gradients[i];
            float square = float.FusedMultiplyAdd(decay, _squares[i], share * gradient * gradient);
            _squares[i] = square;
            float root = inside ? float.Sqrt(square + epsilon) : float.Sqrt(square) + epsilon;
            parameters[i] -= rate * gradient / root;
        }
    }

    /// <inheritdoc/>
    public void Remember() => _squares.CopyTo(_squaresBefore.Take(_squares.Length));

    /// <inheritdoc/>
    public void Revert() => _squaresBefore.Taken(_squares.Length).CopyTo(_squares);

    /// <inheritdoc/>
    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.WriteString(nameof(RmsProp));
        OptimiserState.Write(writer, _squares);
    }

    /// <inheritdoc/>
    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        OptimiserState.ReadKind(ref reader, nameof(RmsProp));
        OptimiserState.Read(ref reader, _squares, "mean squares");
    }
}
