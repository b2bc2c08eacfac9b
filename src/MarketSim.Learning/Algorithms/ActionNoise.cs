using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Algorithms;

/// <summary>Noise on the actions of a vector of environments: each row by a separate stream; a process begins at zero with each episode.</summary>
internal sealed class ActionNoise(ActionNoiseOptions options, int rows, int actionSize)
{
    private readonly float[] _process = new float[rows * actionSize];
    private readonly RandomStream[] _random = new RandomStream[rows];
    private readonly double _step = options.Deviation * Math.Sqrt(options.TimeStep);
    private ulong _seed;

    public void Begin(ulong seed)
    {
        _seed = seed;
        Array.Clear(_process);
        for (int row = 0; row < rows; row++)
        {
            _random[row] = Stream(row, 0);
        }
    }

    /// <summary>Adds the noise of one step.</summary>
    /// <param name="actions">Shape [action size], within -1 and 1; in and out.</param>
    public void Add(int row, Span<float> actions)
    {
        for (int j = 0; j < actions.Length; j++)
        {
            double normal = _random[row].NextNormal();
            ref float process = ref _process[(row * actionSize) + j];
            process = options.Kind == ActionNoiseKind.OrnsteinUhlenbeck
                ? (float)(process - (options.Reversion * process * options.TimeStep) + (_step * normal))
                : (float)(options.Deviation * normal);
            actions[j] = Math.Clamp(actions[j] + process, -1, 1);
        }
    }

    public void EndEpisode(int row) => _process.AsSpan(row * actionSize, actionSize).Clear();

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2 + rows);
        writer.WriteUInt64(_seed);
        writer.WriteFloats(_process);
        foreach (RandomStream random in _random)
        {
            writer.WriteUInt64(random.Position);
        }
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2 + rows);
        _seed = reader.ReadUInt64();
        reader.ReadFloats(_process, "action noise");
        for (int row = 0; row < rows; row++)
        {
            _random[row] = Stream(row, reader.ReadUInt64());
        }
    }

    private RandomStream Stream(int row, ulong position) => new(_seed, RandomPurpose.ActionSampling, 3, row, position);
}
