using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Rollouts;

/// <summary>
/// The last transitions of off-policy learning, in chunks: room is taken chunk by chunk as it is needed, and a chunk that has not changed saves
/// the same bytes.
/// </summary>
internal sealed class ReplayBuffer
{
    private readonly int _observationSize;
    private readonly int _actionSize;
    private readonly int _rowSize;
    private readonly bool _hasDiscounts;
    private readonly float[]?[] _chunks;
    private readonly MessagePackWriter _writer = new();

    /// <param name="capacity">Transitions kept; the oldest makes room for the newest.</param>
    /// <param name="chunkRows">Transitions per chunk.</param>
    /// <param name="hasDiscounts">True if each transition has a discount, because it may last several steps of the environment.</param>
    public ReplayBuffer(int observationSize, int actionSize, int capacity, int chunkRows = 8192, bool hasDiscounts = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkRows, 1);
        _observationSize = observationSize;
        _actionSize = actionSize;
        _hasDiscounts = hasDiscounts;
        _rowSize = (2 * observationSize) + actionSize + 2 + (hasDiscounts ? 1 : 0);
        Capacity = capacity;
        ChunkRows = Math.Min(chunkRows, capacity);
        _chunks = new float[]?[((capacity - 1) / ChunkRows) + 1];
    }

    public int Capacity { get; }

    public int ChunkRows { get; }

    public int ChunkCount => _chunks.Length;

    /// <summary>Transitions held.</summary>
    public int Count { get; private set; }

    /// <summary>The index of the next transition.</summary>
    public int Next { get; private set; }

    /// <param name="observation">Before the step.</param>
    /// <param name="nextObservation">After the step; at the end of an episode its last.</param>
    /// <param name="terminated">True when nothing is to be had from the next state.</param>
    /// <param name="discount">Of the next state, where transitions have one.</param>
    public void Add(
        ReadOnlySpan<float> observation, ReadOnlySpan<float> action, float reward, ReadOnlySpan<float> nextObservation, bool terminated, float discount = 1)
    {
        Span<float> row = WritableRow(Next);
        observation.CopyTo(row);
        nextObservation.CopyTo(row[_observationSize..]);
        action.CopyTo(row[(2 * _observationSize)..]);
        row[^2] = reward;
        row[^1] = terminated ? 1 : 0;
        if (_hasDiscounts)
        {
            row[^3] = discount;
        }

        Next = Next + 1 == Capacity ? 0 : Next + 1;
        Count = Math.Min(Count + 1, Capacity);
    }

    /// <summary>Draws transitions uniformly, with replacement; as many as the batch has rows.</summary>
    public void Sample(ref RandomStream random, ReplayBatch batch)
    {
        for (int i = 0; i < batch.Rows; i++)
        {
            ReadOnlySpan<float> row = Row(random.NextInt32(Count));
            row[.._observationSize].CopyTo(batch.Observation(i));
            row.Slice(_observationSize, _observationSize).CopyTo(batch.NextObservation(i));
            row.Slice(2 * _observationSize, _actionSize).CopyTo(batch.Action(i));
            batch.Rewards[i] = row[^2];
            batch.Terminated[i] = row[^1];
            if (_hasDiscounts)
            {
                batch.Discounts[i] = row[^3];
            }
        }
    }

    /// <summary>Saves one chunk.</summary>
    public byte[] SaveChunk(int chunk)
    {
        int rows = UsedRows(chunk);
        _writer.Clear();
        _writer.WriteFloats(_chunks[chunk].AsSpan(0, rows * _rowSize));
        return _writer.Written.ToArray();
    }

    /// <summary>Saves where the buffer stands, without its chunks.</summary>
    public void SavePosition(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.WriteInt64(Count);
        writer.WriteInt64(Next);
    }

    /// <summary>Restores where the buffer stands; <see cref="RestoreChunk"/> of every chunk must follow.</summary>
    public void RestorePosition(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        long count = reader.ReadCount();
        long next = reader.ReadCount();
        if (count > Capacity || next >= Capacity || (count < Capacity && next != count))
        {
            throw new InvalidDataException($"The replay buffer holds at most {Capacity} transitions; the file says {count}, the next at {next}.");
        }

        Count = (int)count;
        Next = (int)next;
        Array.Clear(_chunks);
    }

    public void RestoreChunk(int chunk, ReadOnlySpan<byte> bytes)
    {
        int rows = UsedRows(chunk);
        var reader = new MessagePackReader(bytes);
        Span<float> target = rows == 0 ? [] : (_chunks[chunk] ??= new float[RowsOf(chunk) * _rowSize]).AsSpan(0, rows * _rowSize);
        reader.ReadFloats(target, $"replay chunk {chunk}");
    }

    private int RowsOf(int chunk) => Math.Min(ChunkRows, Capacity - (chunk * ChunkRows));

    private int UsedRows(int chunk) => Math.Clamp(Count - (chunk * ChunkRows), 0, RowsOf(chunk));

    private ReadOnlySpan<float> Row(int index) => _chunks[index / ChunkRows].AsSpan(index % ChunkRows * _rowSize, _rowSize);

    private Span<float> WritableRow(int index)
    {
        int chunk = index / ChunkRows;
        return (_chunks[chunk] ??= new float[RowsOf(chunk) * _rowSize]).AsSpan(index % ChunkRows * _rowSize, _rowSize);
    }
}
