using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MarketSim.Learning.Monitoring;
using MarketSim.Learning.Persistence;
using MarketSim.Learning.Persistence.Onnx;
using MarketSim.Learning.Policies;
using MarketSim.Numerics.Storage;
using MarketSim.Results;
using MarketSim.Scenarios.Bars;

namespace MarketSim.Experiments.Bars.Training;

/// <summary>
/// The layout of a training on bars: <c>trainings/NAME/</c> holds its figures (<c>metrics.csv</c>), a checkpoint while it runs, and its result when it is
/// done; <c>policies/</c> holds the trained policies.
/// </summary>
internal sealed class BarsFolder(RunFolder folder)
{
    // A training that is done has this file, which is written last.
    private const string ResultFile = "result.json";

    public string FolderOf(BarsTrainingName training) => Path.Combine(folder.PathOf(BarsRun.TrainingsFolder), training.ToString());

    public string CheckpointOf(BarsTrainingName training) => Path.Combine(FolderOf(training), "checkpoint.model");

    public string MetricsOf(BarsTrainingName training) => Path.Combine(FolderOf(training), MetricsFile.FileName);

    public string PolicyOf(BarsTrainingName training, string extension) => Path.Combine(folder.PathOf(RunFolder.PoliciesFolder), training + extension);

    /// <summary>Reads the result of a training; null when it is not done.</summary>
    public BarsTrainingSummary? ReadResult(BarsTrainingName training)
    {
        string path = Path.Combine(FolderOf(training), ResultFile);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<BarsTrainingSummary>(File.ReadAllBytes(path), JsonSerializerOptions.Web) : null;
        }
        catch (JsonException exception)
        {
            throw new RunFolderException($"{path} is damaged: {exception.Message} Delete it to have this training done again.", exception);
        }
    }

    /// <summary>Writes policy and result; the checkpoint is not needed any more.</summary>
    public void WriteResult(BarsTrainingName training, IPolicy policy, BarsTrainingSummary result)
    {
        Directory.CreateDirectory(folder.PathOf(RunFolder.PoliciesFolder));
        var notes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["algorithm"] = result.Algorithm,
            ["policy"] = result.Name,
            ["steps"] = result.Steps.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        DurableFolder.WriteFile(PolicyOf(training, ".safetensors"), ParameterFile.Of(policy, notes).ToBytes());
        OnnxFile.Write(policy, PolicyOf(training, ".onnx"), notes);
        DurableFolder.WriteFile(Path.Combine(FolderOf(training), ResultFile), JsonSerializer.SerializeToUtf8Bytes(result, JsonSerializerOptions.Web));
        File.Delete(CheckpointOf(training));
    }

    /// <summary>The policy with its trained weights.</summary>
    /// <param name="policy">Of the training's architecture; its weights are replaced.</param>
    /// <exception cref="RunFolderException">There is none yet.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or of another architecture.</exception>
    public IPolicy ReadPolicy(BarsTrainingName training, IPolicy policy)
    {
        string path = PolicyOf(training, ".safetensors");
        if (!File.Exists(path))
        {
            throw new RunFolderException($"{folder.FullPath} has no policy {training}: {path} does not exist. Resume the run until it is finished.");
        }

        ParameterFile.Load(SafetensorsFile.Read(path), policy);
        return policy;
    }

    /// <summary>SHA-256 over names and contents of the policies.</summary>
    public string DigestOf(IEnumerable<BarsTrainingName> trainings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (BarsTrainingName training in trainings)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{training}\n"));
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(PolicyOf(training, ".safetensors"))));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
