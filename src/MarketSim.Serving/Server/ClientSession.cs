using MarketSim.Numerics.Serialization;
using MarketSim.Results;
using MarketSim.Scenarios;
using MarketSim.Scenarios.Bars;
using MarketSim.Serving.Records;
using MarketSim.Serving.Worlds;

namespace MarketSim.Serving.Server;

/// <summary>The session of one client: its open environments and the answers to its requests, as a state machine without a socket.</summary>
/// <param name="takeEnvironments">Takes so many out of what all clients may have together, or puts them back where negative; false when there are not so many left.</param>
/// <param name="createFolder">Makes the folder of a run by the client's name for it, or by another where it has none.</param>
internal sealed class ClientSession(
    WorldFactory factory, int threads, Func<int, bool> takeEnvironments, Func<string?, WorldRequest, RunFolder> createFolder) : IDisposable
{
    private readonly Dictionary<int, EnvironmentBatch> _batches = [];
    private readonly MessagePackWriter _answer = new();
    private int _nextHandle = 1;

    /// <summary>Answers a request.</summary>
    /// <returns>Valid until the next call.</returns>
    /// <exception cref="InvalidDataException">It is none of the protocol: after that the client is not understood any more.</exception>
    public ReadOnlyMemory<byte> Answer(ReadOnlySpan<byte> request)
    {
        var reader = new MessagePackReader(request);
        int parts = reader.ReadArrayHeader();
        if (parts < 2)
        {
            throw new InvalidDataException($"A request has {parts} parts; it has at least its number and its operation.");
        }

        long number = reader.ReadCount();
        string operation = ServerMessages.ReadText(ref reader);
        try
        {
            Run(number, operation, request, ref reader);
        }
        catch (Exception exception) when (exception is WorldException or ScenarioException or RunFolderException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A refusal: the client may ask for something else.
            _answer.Clear();
            BeginAnswer(number, "error", 3);
            _answer.WriteString(exception.Message);
        }

        return _answer.WrittenMemory;
    }

    /// <summary>Ends what is open: of a client that is gone, as interrupted.</summary>
    public void Dispose()
    {
        foreach (int handle in _batches.Keys.Order().ToArray())
        {
            Close(handle, isWhole: false);
        }
    }

    private void Run(long number, string operation, ReadOnlySpan<byte> request, ref MessagePackReader reader)
    {
        _answer.Clear();
        switch (operation)
        {
            case "make":
                Make(number, ref reader);
                break;
            case EnvironmentBatch.Reset or EnvironmentBatch.Step:
                EnvironmentBatch batch = Find(reader.ReadInt32());
                BeginAnswer(number, operation, 7);
                batch.Run(operation, request, ref reader, _answer);
                break;
            case "close":
                int handle = reader.ReadInt32();
                Find(handle);
                string fingerprint = Close(handle, isWhole: true);
                BeginAnswer(number, operation, 3);
                _answer.WriteString(fingerprint);
                break;
            case "ping":
                BeginAnswer(number, operation, 2);
                break;
            default:
                throw new WorldException($"There is no operation {operation}; there are make, reset, step, close and ping.");
        }
    }

    private void Make(long number, ref MessagePackReader reader)
    {
        if (_batches.Count >= ServerProtocol.MaximumBatches)
        {
            throw new WorldException($"This client has {_batches.Count} batches of environments, which is the most; close one first.");
        }

        WorldRequest request = ServerMessages.ReadWorldRequest(ref reader);
        bool isRecorded = reader.ReadBoolean();
        string? name = reader.TryReadNil() ? null : ServerMessages.ReadText(ref reader);
        if (!takeEnvironments(request.Count))
        {
            throw new WorldException($"There is no room for {request.Count} more environments in this server; close others first.");
        }

        EnvironmentBatch? batch = null;
        try
        {
            batch = Create(request, isRecorded, name);
            int handle = _nextHandle++;
            WriteMade(number, handle, batch);
            _batches.Add(handle, batch);
        }
        catch
        {
            batch?.Dispose();
            takeEnvironments(-request.Count);
            throw;
        }
    }

    private EnvironmentBatch Create(WorldRequest request, bool isRecorded, string? name)
    {
        (IReadOnlyList<IWorld> worlds, ScenarioDocument? scenario) = factory.Create(request, keepsFingerprint: isRecorded);
        ServedRunRecord? record = isRecorded
            ? new ServedRunRecord(createFolder(name, request), request, scenario?.Name ?? string.Empty, YamlOf(scenario), worlds)
            : null;
        return new EnvironmentBatch(new WorldBatch(worlds, request.RestartsItself, threads), record);
    }

    private void WriteMade(long number, int handle, EnvironmentBatch batch)
    {
        IWorld world = batch.Worlds.Worlds[0];
        BeginAnswer(number, "make", 9);
        _answer.WriteInt64(handle);
        ServerMessages.WriteSpace(_answer, world.ObservationSpace);
        ServerMessages.WriteSpace(_answer, world.ActionSpace);
        ServerMessages.WriteNames(_answer, world.ObservationNames);
        ServerMessages.WriteNames(_answer, world.Figures);
        ServerMessages.WriteNames(_answer, world.Agents);
        if (batch.Record is { } record)
        {
            _answer.WriteString(record.FullPath);
        }
        else
        {
            _answer.WriteNil();
        }
    }

    private static string? YamlOf(ScenarioDocument? scenario) => scenario switch
    {
        Scenario market => ScenarioWriter.Write(market),
        BarsScenario bars => BarsScenarioWriter.Write(bars),
        _ => null,
    };

    private EnvironmentBatch Find(int handle) => _batches.GetValueOrDefault(handle)
        ?? throw new WorldException($"There are no environments {handle}; they are closed, or were never made.");

    private string Close(int handle, bool isWhole)
    {
        EnvironmentBatch batch = _batches[handle];
        _batches.Remove(handle);
        try
        {
            batch.Complete(isWhole);
            return batch.Record?.Fingerprint ?? string.Empty;
        }
        finally
        {
            takeEnvironments(-batch.Worlds.Worlds.Count);
            batch.Dispose();
        }
    }

    private void BeginAnswer(long number, string operation, int parts)
    {
        _answer.WriteArrayHeader(parts);
        _answer.WriteInt64(number);
        _answer.WriteString(operation);
    }
}
