using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MarketSim.Numerics.Serialization;
using MarketSim.Numerics.Storage;
using MarketSim.Numerics.Tables;
using MarketSim.Results;
using MarketSim.Serving.Worlds;

namespace MarketSim.Serving.Records;

/// <summary>
/// The run folder of environments that a client steps: what was asked for, every request as it came, a row per episode, and at the end a summary with the
/// run's fingerprint. The same requests give the same files, byte for byte.
/// </summary>
internal sealed class ServedRunRecord : IDisposable
{
    /// <summary>The environments that the client asked for.</summary>
    public const string RequestFile = RunFolder.RequestFile;

    /// <summary>Resets and steps, as they came.</summary>
    public const string ActionsFile = "actions.bin";

    private const string Origin = "MarketSim door 1";

    // Nothing of ours reads it; the table of this name of a training is that of Results.
    private const string EpisodeColumns = "episode,environment,environment_episode,agent,seed,steps,return,end,fingerprint";
    private const int BufferSize = 1 << 16;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly RunFolder _folder;
    private readonly WorldRequest _request;
    private readonly string _scenario;
    private readonly FileStream _actions;
    private readonly StreamWriter _episodes;
    private readonly IReadOnlyList<int> _accounts;
    private readonly MarketTables? _tables;
    private readonly IncrementalHash _answers = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _chain = SHA256.HashData(Encoding.ASCII.GetBytes(Origin));
    private long _episodeCount;
    private long _steps;

    /// <exception cref="RunFolderException">The folder is taken.</exception>
    public ServedRunRecord(RunFolder folder, WorldRequest request, string scenarioName, string? scenarioYaml, IReadOnlyList<IWorld> worlds)
    {
        _folder = folder;
        _request = request with { Agents = worlds[0].Agents };
        _accounts = worlds[0].Accounts;
        _scenario = scenarioName;
        if (scenarioYaml is not null)
        {
            folder.WriteScenario(scenarioYaml);
        }

        DurableFolder.WriteFile(folder.PathOf(RequestFile), JsonSerializer.SerializeToUtf8Bytes(request, Json));
        _actions = new FileStream(folder.PathOf(ActionsFile), FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferSize);
        _episodes = new StreamWriter(new FileStream(folder.PathOf(RunFolder.EpisodesFile), FileMode.CreateNew, FileAccess.Write, FileShare.Read), new UTF8Encoding(false), BufferSize) { NewLine = "\n" };
        _episodes.WriteLine(EpisodeColumns);
        _tables = MarketTables.Create(folder, worlds);
        WriteSummary("running");
    }

    public string FullPath => _folder.FullPath;

    public string Fingerprint => Convert.ToHexStringLower(_chain);

    /// <summary>The request that a run folder's environments were made by.</summary>
    /// <exception cref="RunFolderException">It is no run through the environment server.</exception>
    public static WorldRequest ReadRequest(string folder)
    {
        string path = Path.Combine(folder, RequestFile);
        if (!File.Exists(path))
        {
            throw new RunFolderException($"{folder} is no run through the environment server: it holds no {RequestFile}.");
        }

        try
        {
            return JsonSerializer.Deserialize<WorldRequest>(File.ReadAllBytes(path), Json) ?? throw new JsonException("null");
        }
        catch (JsonException exception)
        {
            throw new RunFolderException($"{path} is damaged: {exception.Message}", exception);
        }
    }

    public static ServedRunSummary? ReadSummary(string folder)
    {
        string path = Path.Combine(folder, RunFolder.SummaryFile);
        return File.Exists(path) ? JsonSerializer.Deserialize<ServedRunSummary>(File.ReadAllBytes(path), Json) : null;
    }

    /// <summary>A request was carried out.</summary>
    /// <param name="answer">As it is sent.</param>
    public void Add(ReadOnlySpan<byte> request, ReadOnlySpan<byte> answer, WorldBatch batch)
    {
        ActionLog.Append(_actions, request);
        _answers.AppendData(answer);
        _steps = batch.Steps;
        _tables?.Take();
        foreach (ServedEpisode episode in batch.Ended)
        {
            Add(episode);
        }
    }

    /// <summary>Nothing more comes.</summary>
    /// <param name="isWhole">True when the client closed the record itself; false when it disconnected.</param>
    public void Complete(WorldBatch batch, bool isWhole)
    {
        foreach (ServedEpisode episode in batch.DescribeUnfinished())
        {
            Add(episode);
        }

        _actions.Flush();
        _episodes.Flush();
        _tables?.Complete();
        WriteSummary(isWhole ? "finished" : "interrupted");
    }

    public void Dispose()
    {
        _actions.Dispose();
        _episodes.Dispose();
        _tables?.Dispose();
        _answers.Dispose();
    }

    private void Add(ServedEpisode episode)
    {
        var writer = new MessagePackWriter();
        writer.WriteBytes(_chain);
        writer.WriteInt64(episode.World);
        writer.WriteUInt64(episode.Seed);
        writer.WriteInt64(episode.Steps);
        writer.WriteString(episode.Fingerprint);
        _chain = SHA256.HashData(writer.Written);
        for (int agent = 0; agent < episode.Returns.Length; agent++)
        {
            string end = episode.Ends is null ? "cut" : (episode.Ends[agent] & RowFlags.Terminated) != RowFlags.None ? "terminated" : (episode.Ends[agent] & RowFlags.Truncated) != RowFlags.None ? "truncated" : "left";
            _episodes.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{_episodeCount},{episode.World},{episode.Ordinal},{CsvField.Of(_request.Agents[agent])},{episode.Seed},{episode.Steps},{episode.Returns[agent]:R},{end},{episode.Fingerprint}"));
        }

        _episodeCount++;
    }

    private void WriteSummary(string status) => DurableFolder.WriteFile(
        _folder.PathOf(RunFolder.SummaryFile),
        JsonSerializer.SerializeToUtf8Bytes(
            new ServedRunSummary(
                typeof(ServedRunRecord).Assembly.GetName().Version!.ToString(3),
                ServedRunSummary.KindOfRun,
                _scenario,
                _request.Kind,
                _request.Count,
                _request.Agents,
                _accounts,
                _request.Options,
                _episodeCount,
                _steps,
                Fingerprint,
                Convert.ToHexStringLower(_answers.GetCurrentHash()),
                status),
            Json));
}
