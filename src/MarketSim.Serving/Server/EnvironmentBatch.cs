using MarketSim.Numerics.Serialization;
using MarketSim.Serving.Records;
using MarketSim.Serving.Worlds;

namespace MarketSim.Serving.Server;

/// <summary>The environments of one request of a client: carries out its resets and steps, and records them.</summary>
internal sealed class EnvironmentBatch(WorldBatch batch, ServedRunRecord? record) : IDisposable
{
    public const string Reset = "reset";
    public const string Step = "step";

    private bool _isComplete;

    public WorldBatch Worlds => batch;

    public ServedRunRecord? Record => record;

    /// <summary>Carries out a reset or a step.</summary>
    /// <param name="request">The whole request, as it came.</param>
    /// <param name="reader">Of the request, behind its handle.</param>
    /// <param name="answer">Holds the head of the answer; receives its rows.</param>
    /// <exception cref="WorldException">It cannot be carried out, and nothing was changed.</exception>
    /// <exception cref="InvalidDataException">It is no such request.</exception>
    public void Run(string operation, ReadOnlySpan<byte> request, ref MessagePackReader reader, MessagePackWriter answer)
    {
        if (operation == Reset)
        {
            ReadOnlySpan<ulong> seeds = reader.TryReadNil() ? [] : ServerMessages.ReadRow<ulong>(ref reader);
            ReadOnlySpan<byte> mask = reader.TryReadNil() ? [] : reader.ReadBytes();
            RequireEnd(reader);
            bool[] chosen = new bool[mask.Length];
            for (int i = 0; i < chosen.Length; i++)
            {
                chosen[i] = mask[i] != 0;
            }

            batch.Reset(seeds, chosen);
        }
        else
        {
            ReadOnlySpan<float> actions = ServerMessages.ReadRow<float>(ref reader);
            RequireEnd(reader);
            batch.Step(actions);
        }

        ServerMessages.WriteRows(answer, batch);
        record?.Add(request, answer.Written, batch);
    }

    /// <summary>The client needs them no longer.</summary>
    public void Complete(bool isWhole)
    {
        if (!_isComplete)
        {
            _isComplete = true;
            record?.Complete(batch, isWhole);
        }
    }

    public void Dispose()
    {
        record?.Dispose();
        foreach (IWorld world in batch.Worlds)
        {
            (world as IDisposable)?.Dispose();
        }
    }

    private static void RequireEnd(in MessagePackReader reader)
    {
        if (!reader.End)
        {
            throw new InvalidDataException($"Byte {reader.Position}: expected the end of the request, found {reader.Remaining} more bytes.");
        }
    }
}
